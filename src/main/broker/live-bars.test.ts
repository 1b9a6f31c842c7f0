import { describe, expect, it } from 'vitest';
import { brokerFixture, conId, ready } from './broker-fixtures';
import type { BrokerFixture } from './broker-fixtures';
import { clientMessages } from './test-gateway';

/** No heartbeat ends the connection while time leaps. */
const patient = { heartbeatTimeoutMs: 1e9, heartbeatDeafMs: 1e9 };
const series = { barSize: '1 min', whatToShow: 'TRADES', regularHoursOnly: true } as const;

function follow(fixture: BrokerFixture, id = 265598) {
  const seen: string[] = [];
  const { promise: first, resolve } = Promise.withResolvers<void>();
  const subscription = fixture.broker.liveBars(
    { ...series, contract: { conId: conId(id), exchange: 'SMART' } },
    (bar) => {
      seen.push(`bar ${bar.close}`);
      resolve();
    },
    () => seen.push('gap'),
  );
  return { seen, first, subscription };
}

/** The id of the newest request for bars, and how many there were. */
async function asked(fixture: BrokerFixture, count: number): Promise<string> {
  while (fixture.gateway.count(clientMessages.reqHistoricalData) < count)
    await fixture.gateway.nextMessage(clientMessages.reqHistoricalData);
  const requests = fixture.gateway.received.filter(([id]) => id === clientMessages.reqHistoricalData);
  return requests[count - 1]?.[1] ?? '';
}

const update = (reqId: string, close: string) => [
  '90',
  reqId,
  '3',
  '1791207060',
  '1',
  close,
  '2',
  '1',
  '1.5',
  '7',
];

describe('bars that form', () => {
  it('are asked for again after a refusal that may pass, later and later', async () => {
    const fixture = await brokerFixture({}, patient);
    await ready(fixture);
    const { seen, first } = follow(fixture);
    const pauses = [5_000, 10_000, 20_000];
    for (const [index, pauseMs] of pauses.entries()) {
      const reqId = await asked(fixture, index + 1);
      const cancelled = fixture.gateway.nextMessage('25');
      fixture.gateway.send([
        '4',
        '2',
        reqId,
        '162',
        'Historical Market Data Service error message:HMDS down',
        '',
      ]);
      await cancelled;
      fixture.clock.advance(pauseMs - 1);
      expect(fixture.gateway.count(clientMessages.reqHistoricalData)).toBe(index + 1);
      fixture.clock.advance(1);
    }
    const reqId = await asked(fixture, 4);
    fixture.gateway.send(update(reqId, '2'));
    await first;
    expect(seen).toEqual(['bar 2']);
  });

  it('go on at once under a new id when the gateway calls theirs a duplicate', async () => {
    const fixture = await brokerFixture({}, patient);
    await ready(fixture);
    follow(fixture);
    const first = await asked(fixture, 1);
    const cancelled = fixture.gateway.nextMessage('25');
    fixture.gateway.send(['4', '2', first, '322', 'Duplicate ticker id', '']);
    await cancelled;
    fixture.clock.advance(0);
    expect(await asked(fixture, 2)).not.toBe(first);
  });

  it('wait while requests for bars are paused', async () => {
    const fixture = await brokerFixture(
      {
        answer: (gateway, fields) => {
          const isHistory = fields[0] === clientMessages.reqHistoricalData && fields.at(-2) === '0';
          if (isHistory) gateway.send(['4', '2', fields[1] ?? '', '420', 'pacing violation', '']);
          return isHistory;
        },
      },
      patient,
    );
    await ready(fixture);
    for (const duration of ['1 D', '2 D', '3 D']) {
      const contract = { conId: conId(1), exchange: 'SMART' };
      const answer = fixture.broker.historicalBars({ ...series, contract, endMs: null, duration });
      fixture.clock.advance(10_000);
      expect(await answer).toMatchObject({ error: { code: 420 } });
    }
    follow(fixture);
    expect(fixture.gateway.count(clientMessages.reqHistoricalData)).toBe(3);
    fixture.clock.advance(10_000);
    await asked(fixture, 4);
  });

  it('are not asked for again where there are none', async () => {
    const fixture = await brokerFixture({}, patient);
    await ready(fixture);
    follow(fixture);
    const reqId = await asked(fixture, 1);
    const cancelled = fixture.gateway.nextMessage('25');
    fixture.gateway.send(['4', '2', reqId, '200', 'No security definition has been found', '']);
    await cancelled;
    fixture.clock.advance(1_000_000);
    expect(fixture.gateway.count(clientMessages.reqHistoricalData)).toBe(1);
  });

  it('leave room among the fifty open requests, and the next takes the place of one that ends', async () => {
    const fixture = await brokerFixture({}, patient);
    await ready(fixture);
    const followed = Array.from({ length: 46 }, (_, index) => follow(fixture, index + 1));
    fixture.clock.advance(5_000);
    await asked(fixture, 44);
    expect(fixture.broker.usage().historicalRequests).toBe(44);
    followed[0]?.subscription.unsubscribe();
    fixture.clock.advance(1_000);
    await asked(fixture, 45);
    expect(fixture.broker.usage().historicalRequests).toBe(44);
  });
});
