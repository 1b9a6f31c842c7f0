import { describe, expect, it } from 'vitest';
import { apple, brokerFixture, conId, inState, ready, RecordingSink } from './broker-fixtures';
import { clientMessages } from './test-gateway';

const other = { conId: conId(272093), exchange: 'SMART' };

describe('quotes', () => {
  it('share one market data line, and who comes later sees what is known', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const first = new RecordingSink();
    fixture.broker.subscribeQuote(apple, first);
    const [, , reqId = ''] = await fixture.gateway.message(clientMessages.reqMktData);
    expect(Number(reqId)).toBeGreaterThanOrEqual(10_000_000);
    fixture.gateway.send(
      ['58', '1', reqId, '1'],
      ['1', '6', reqId, '1', '187.2', '300', '1'],
      ['1', '6', reqId, '2', '-1', '0', '1'],
      ['46', '6', reqId, '45', '1791086344'],
      ['2', '6', reqId, '8', '1234'],
    );
    await first.seen('volume 1234');
    expect(first.lines).toEqual([
      'type live',
      'bidSize 300',
      'bid 187.2',
      'ask null',
      'askSize 0',
      'lastTrade 1791086344000',
      'volume 1234',
    ]);
    const second = new RecordingSink();
    const subscription = fixture.broker.subscribeQuote(apple, second);
    expect(second.lines).toContain('bid 187.2');
    expect(fixture.broker.usage().marketDataLines).toBe(1);
    subscription.unsubscribe();
    subscription.unsubscribe();
    expect(fixture.broker.usage().marketDataLines).toBe(1);
  });

  it('ask for live data first, and give a line back when nobody listens', async () => {
    const fixture = await brokerFixture();
    const subscription = fixture.broker.subscribeQuote(apple, new RecordingSink());
    await ready(fixture);
    const request = await fixture.gateway.message(clientMessages.reqMktData);
    const ids = fixture.gateway.received.map((fields) => fields[0]);
    expect(ids.indexOf(clientMessages.reqMarketDataType)).toBeLessThan(
      ids.indexOf(clientMessages.reqMktData),
    );
    subscription.unsubscribe();
    expect((await fixture.gateway.message(clientMessages.cancelMktData))[2]).toBe(request[2]);
    expect(fixture.broker.usage().marketDataLines).toBe(0);
  });

  it('are refused beyond the number of lines', async () => {
    const fixture = await brokerFixture({}, { marketDataLines: 1 });
    await ready(fixture);
    fixture.broker.subscribeQuote(apple, new RecordingSink());
    const sink = new RecordingSink();
    fixture.broker.subscribeQuote(other, sink);
    expect(sink.lines).toEqual([expect.stringMatching(/^notice 101 fatal: /)]);
    expect(fixture.broker.usage().marketDataLines).toBe(1);
  });

  it('get stale when the connection drops, and fresh with the first tick after the reconnect', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const sink = new RecordingSink();
    fixture.broker.subscribeQuote(apple, sink);
    const [, , before = ''] = await fixture.gateway.message(clientMessages.reqMktData);
    fixture.gateway.send(['1', '6', before, '1', '187.2', '300', '1']);
    await sink.seen('bid 187.2');
    fixture.gateway.drop();
    await inState(fixture.broker, 'reconnecting');
    expect(sink.lines.at(-1)).toBe('stale true');
    const again = fixture.gateway.nextMessage(clientMessages.reqMktData);
    fixture.clock.advance(500);
    const [, , after = ''] = await again;
    expect(after).not.toBe(before);
    expect(sink.lines.at(-1)).toBe('stale true');
    fixture.gateway.send(['1', '6', after, '1', '188', '300', '1']);
    await sink.seen('bid 188');
    expect(sink.lines.slice(-4)).toEqual(['stale true', 'stale false', 'bidSize 300', 'bid 188']);
  });

  it('are subscribed again after 1101, and after a farm that was down came back', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const sink = new RecordingSink();
    fixture.broker.subscribeQuote(apple, sink);
    const [, , first] = await fixture.gateway.message(clientMessages.reqMktData);
    let next = fixture.gateway.nextMessage(clientMessages.reqMktData);
    fixture.gateway.send(
      ['4', '2', '-1', '1100', 'lost', ''],
      ['4', '2', '-1', '1101', 'restored - data lost', ''],
    );
    const [, , second] = await next;
    fixture.broker.markReconciled(fixture.broker.snapshot().epoch);
    next = fixture.gateway.nextMessage(clientMessages.reqMktData);
    fixture.gateway.send(['4', '2', '-1', '2103', 'Market data farm connection is broken:usfarm', '']);
    await sink.seen('stale true: 2103 The market data connection usfarm of Interactive Brokers is down.');
    expect(fixture.broker.snapshot()).toMatchObject({
      state: { kind: 'ready' },
      farmsDown: [{ kind: 'market-data', farm: 'usfarm', reason: { cause: 'farm-down' } }],
    });
    fixture.gateway.send(['4', '2', '-1', '2104', 'Market data farm connection is OK:usfarm', '']);
    const [, , third] = await next;
    expect(new Set([first, second, third]).size).toBe(3);
    expect(sink.lines).not.toContain('stale false');
    expect(fixture.broker.snapshot()).toMatchObject({ state: { kind: 'ready' }, farmsDown: [] });
  });

  it('fall back to delayed data once when live data is not subscribed', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const sink = new RecordingSink();
    fixture.broker.subscribeQuote(apple, sink);
    const [, , live = ''] = await fixture.gateway.message(clientMessages.reqMktData);
    const next = fixture.gateway.nextMessage(clientMessages.reqMktData);
    fixture.gateway.send(['4', '2', live, '354', 'Requested market data is not subscribed.', '']);
    const [, , delayed = ''] = await next;
    await fixture.gateway.message(clientMessages.cancelMktData);
    const switches = fixture.gateway.received
      .filter(([id]) => id === clientMessages.reqMarketDataType || id === clientMessages.reqMktData)
      .map((fields) => (fields[0] === clientMessages.reqMarketDataType ? `type ${fields[2]}` : 'quote'));
    expect(switches).toEqual(['type 1', 'quote', 'type 3', 'quote', 'type 1']);
    fixture.gateway.send(['4', '2', delayed, '354', 'Requested market data is not subscribed.', '']);
    fixture.gateway.send(['58', '1', delayed, '3'], ['1', '6', delayed, '66', '186.9', '100', '0']);
    await sink.seen('bid 186.9');
    expect(fixture.gateway.count(clientMessages.reqMktData)).toBe(2);
    expect(sink.lines).toContain('notice 354 fatal: Requested market data is not subscribed.');
    expect(sink.lines).toContain('type delayed');
    // Delayed data does come: who joins now is not told that none will.
    const later = new RecordingSink();
    fixture.broker.subscribeQuote(apple, later);
    expect(later.lines).toContain('notice 354 remark: Requested market data is not subscribed.');
  });

  it('show a competing session, and are called simulated on the simulator', async () => {
    const fixture = await brokerFixture({}, {}, 'local');
    await ready(fixture);
    const sink = new RecordingSink();
    fixture.broker.subscribeQuote(apple, sink);
    const [, , reqId = ''] = await fixture.gateway.message(clientMessages.reqMktData);
    fixture.gateway.send(
      ['58', '1', reqId, '1'],
      ['4', '2', reqId, '10197', 'No market data during competing session', ''],
    );
    await sink.seen('stale true: 10197 No market data during competing session');
    expect(sink.lines).toEqual([
      'type simulated',
      'stale true: 10197 No market data during competing session',
    ]);
    fixture.gateway.send(['1', '6', reqId, '1', '187.2', '300', '1']);
    await sink.seen('stale false');
  });

  it('go on for others when one listener throws', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const broken = new RecordingSink();
    broken.price = () => {
      throw new Error('listener');
    };
    const sound = new RecordingSink();
    fixture.broker.subscribeQuote(apple, broken);
    fixture.broker.subscribeQuote(apple, sound);
    fixture.broker.connection$.subscribe({
      next: () => {
        throw new Error('subscriber');
      },
    });
    const [, , reqId = ''] = await fixture.gateway.message(clientMessages.reqMktData);
    fixture.gateway.send(
      ['1', '6', reqId, '1', '187.2', '300', '1'],
      ['1', '6', reqId, '2', '187.3', '100', '1'],
    );
    await sound.seen('ask 187.3');
    await broken.seen('askSize 100');
    expect(fixture.logged).toContain('a quote listener failed');
    expect(fixture.broker.snapshot().state.kind).toBe('ready');
  });
});
