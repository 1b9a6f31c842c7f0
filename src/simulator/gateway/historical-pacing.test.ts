import { afterEach, describe, expect, it } from 'vitest';
import { ManualWallClock } from '../world/manual-wall-clock';
import { fakeBar, FAKE_NOW_MS } from './fake-world';
import type { GatewayLimits } from './gateway-limits';
import { TestGateway } from './test-gateway';
import { RawClient } from './test-raw-client';

const contract = ['265598', '', '', '', '', '', '', '', '', '', '', ''];
const PACING = 'Historical Market Data Service error message:Historical data request pacing violation';

let test: TestGateway;
let wall: ManualWallClock;
let client: RawClient;
let reqId = 0;

async function start(limits: Partial<GatewayLimits> = {}): Promise<void> {
  wall = new ManualWallClock(0);
  test = await TestGateway.start({
    wall,
    limits: { messagesPerSecond: Number.POSITIVE_INFINITY, ...limits },
  });
  test.world.bars = [fakeBar(FAKE_NOW_MS - 60_000, 187)];
  client = await RawClient.start(test.port);
}

afterEach(async () => {
  RawClient.closeAll();
  await test.stop();
});

interface Asked {
  readonly barSize?: string;
  readonly duration?: string;
  readonly whatToShow?: string;
  readonly keepUpToDate?: boolean;
}

/** Asks for bars; the answer is `bars`, or the code and text of the error. */
async function ask({
  barSize = '5 secs',
  duration = '60 S',
  whatToShow = 'TRADES',
  keepUpToDate = false,
}: Asked) {
  reqId += 1;
  const id = String(reqId);
  client.send(
    '20',
    id,
    ...contract,
    '0',
    '',
    barSize,
    duration,
    '1',
    whatToShow,
    '1',
    keepUpToDate ? '1' : '0',
    '',
  );
  const answer = await client.message(
    (fields) => (fields[0] === '17' && fields[1] === id) || (fields[0] === '4' && fields[2] === id),
  );
  return answer[0] === '17' ? 'bars' : `${answer[3]} ${answer[4]}`;
}

describe('the pacing of small bars', () => {
  it('refuses an identical request within 15 seconds', async () => {
    await start();
    expect(await ask({})).toBe('bars');
    wall.advance(14_999);
    expect(await ask({})).toBe(`162 ${PACING}`);
    expect(await ask({ duration: '120 S' })).toBe('bars');
    wall.advance(1);
    expect(await ask({})).toBe('bars');
  });

  it('refuses the sixth request for one contract and tick type within 2 seconds', async () => {
    await start();
    for (let count = 1; count <= 5; count += 1)
      expect(await ask({ duration: `${count * 60} S` })).toBe('bars');
    expect(await ask({ duration: '600 S' })).toBe(`162 ${PACING}`);
    expect(await ask({ duration: '600 S', whatToShow: 'MIDPOINT' })).toBe('bars');
    wall.advance(2_000);
    expect(await ask({ duration: '600 S' })).toBe('bars');
  });

  it('refuses more than 60 requests within 10 minutes, where BID_ASK counts twice', async () => {
    await start();
    for (let count = 1; count <= 29; count += 1) {
      expect(await ask({ duration: `${count * 10} S`, whatToShow: 'BID_ASK' })).toBe('bars');
      wall.advance(2_000);
    }
    expect(await ask({ duration: '900 S' })).toBe('bars');
    expect(await ask({ duration: '1000 S', whatToShow: 'BID_ASK' })).toBe(`162 ${PACING}`);
    expect(await ask({ duration: '1100 S' })).toBe('bars');
    expect(await ask({ duration: '1200 S' })).toBe(`162 ${PACING}`);
    wall.advance(600_000);
    expect(await ask({ duration: '1200 S' })).toBe('bars');
  });

  it('leaves longer bars alone', async () => {
    await start();
    for (let count = 1; count <= 10; count += 1) expect(await ask({ barSize: '1 min' })).toBe('bars');
  });

  it('can be switched off', async () => {
    await start({ historicalPacing: false });
    expect([await ask({}), await ask({})]).toEqual(['bars', 'bars']);
  });

  it('refuses real-time bars with 420', async () => {
    await start();
    for (let id = 900; id < 906; id += 1) {
      client.send('50', '3', String(id), ...contract, '5', 'TRADES', '1', '');
    }
    const [, , id, , text] = await client.code(420);
    expect([id, text]).toEqual(['905', 'Invalid Real-time Query:Historical data request pacing violation']);
  });
});

describe('the number of historical requests', () => {
  it('is limited to those that are kept up to date at a time', async () => {
    await start({ historicalOpen: 2 });
    const kept = { barSize: '1 min', keepUpToDate: true };
    expect([await ask(kept), await ask(kept)]).toEqual(['bars', 'bars']);
    expect(await ask(kept)).toBe(
      "322 Error processing request.-'bS' : cause - Only 2 simultaneous API historical data requests allowed.",
    );
    client.send('25', '1', String(reqId - 1));
    expect(await ask(kept)).toBe('bars');
  });
});
