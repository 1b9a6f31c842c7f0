import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestClient } from './test-client';
import { TestGateway } from './test-gateway';

let test: TestGateway;
let client: TestClient;

beforeEach(async () => {
  test = await TestGateway.start();
  client = await test.connect();
});

afterEach(async () => {
  await test.stop();
});

describe('display groups', () => {
  it('are seven, and show nothing at first', async () => {
    client.api.queryDisplayGroups(1);
    expect(await client.next('displayGroupList')).toEqual([1, '1|2|3|4|5|6|7']);
    client.api.subscribeToGroupEvents(2, 4);
    expect(await client.next('displayGroupUpdated')).toEqual([2, 'none']);
  });

  it('show everybody who follows them what one client chose', async () => {
    const other = await test.connect(2);
    other.api.subscribeToGroupEvents(7, 4);
    other.api.subscribeToGroupEvents(8, 5);
    await other.settle();
    client.api.subscribeToGroupEvents(2, 4);
    client.api.updateDisplayGroup(2, '265598@SMART');
    expect(await client.next('displayGroupUpdated', ([, shown]) => shown !== 'none')).toEqual([
      2,
      '265598@SMART',
    ]);
    await other.settle();
    expect(other.all('displayGroupUpdated')).toEqual([
      [7, 'none'],
      [8, 'none'],
      [7, '265598@SMART'],
    ]);
    other.api.unsubscribeFromGroupEvents(7);
    await other.settle();
    client.api.updateDisplayGroup(2, 'none');
    await client.next('displayGroupUpdated', ([, shown]) => shown === 'none');
    await other.settle();
    expect(other.all('displayGroupUpdated')).toHaveLength(3);
    other.api.subscribeToGroupEvents(9, 4);
    expect(await other.next('displayGroupUpdated', ([reqId]) => reqId === 9)).toEqual([9, 'none']);
  });

  it('are not changed by what is no contract, no group and no subscription', async () => {
    client.api.subscribeToGroupEvents(1, 8);
    client.api.updateDisplayGroup(2, '265598@SMART');
    client.api.subscribeToGroupEvents(3, 1);
    client.api.updateDisplayGroup(3, '1@SMART');
    client.api.updateDisplayGroup(3, 'AAPL');
    await client.settle();
    expect(client.all('error').map(([, code, id]) => [code, id])).toEqual([
      [321, 1],
      [321, 2],
      [321, 3],
      [321, 3],
    ]);
    expect(client.all('displayGroupUpdated')).toEqual([[3, 'none']]);
  });
});
