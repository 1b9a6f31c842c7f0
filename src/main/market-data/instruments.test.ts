import { beforeEach, describe, expect, it } from 'vitest';
import type { ConId, InstrumentMatch } from '../../shared/domain/instrument';
import { err, ok } from '../../shared/domain/result';
import type { BrokerResult } from '../broker/port';
import { silentLogger } from '../platform/logger';
import { ManualClock } from '../platform/manual-clock';
import { createBrokerDouble, notConnected } from './broker-double';
import { conIdOf, instrumentOf } from '../../shared/domain/instrument-fixtures';
import { contractRef, createInstruments, type Instruments } from './instruments';

const apple = conIdOf(265598);
const hourMs = 3_600_000;

describe('what is known of an instrument', () => {
  let clock: ManualClock;
  let broker: ReturnType<typeof createBrokerDouble>;
  let instruments: Instruments;
  let asked: ConId[];

  beforeEach(() => {
    clock = new ManualClock(Date.UTC(2026, 9, 7, 14));
    broker = createBrokerDouble();
    asked = [];
    broker.script.contractDetails = (conId) => {
      asked.push(conId);
      return Promise.resolve(ok([instrumentOf(conId)]));
    };
    instruments = createInstruments({ broker: broker.broker, clock, log: silentLogger });
  });

  it('is asked once, also by several at the same time', async () => {
    const answers = await Promise.all([instruments.get(apple), instruments.get(apple)]);
    await instruments.get(apple);
    expect(answers[0]).toEqual(ok(instrumentOf(apple)));
    expect(asked).toEqual([apple]);
    expect(instruments.peek(apple)).toEqual(instrumentOf(apple));
  });

  it('is asked anew on the next day of the gateway, which is a day in New York', async () => {
    await instruments.get(apple);
    clock.advance(13 * hourMs);
    await instruments.get(apple);
    expect(asked.length).toBe(1);
    clock.advance(2 * hourMs);
    await instruments.get(apple);
    expect(asked.length).toBe(2);
  });

  it('is what was said yesterday while the gateway is away', async () => {
    await instruments.get(apple);
    clock.advance(24 * hourMs);
    broker.script.contractDetails = () => Promise.resolve(err(notConnected));
    expect(await instruments.get(apple)).toEqual(ok(instrumentOf(apple)));
  });

  it('is not remembered when it could not be had', async () => {
    broker.script.contractDetails = () => Promise.resolve(err(notConnected));
    expect(await instruments.get(apple)).toEqual(err(notConnected));
    expect(instruments.peek(apple)).toBeNull();
    broker.script.contractDetails = (conId) => Promise.resolve(ok([instrumentOf(conId)]));
    expect((await instruments.get(apple)).ok).toBe(true);
  });

  it('is refused when the gateway answers with other contracts', async () => {
    broker.script.contractDetails = () => Promise.resolve(ok([instrumentOf(conIdOf(1))]));
    expect(await instruments.get(apple)).toMatchObject({ ok: false, error: { kind: 'refused', code: 200 } });
  });

  it('is forgotten for the longest unused ones beyond a thousand', async () => {
    for (let id = 1; id <= 1_000; id += 1) await instruments.get(conIdOf(id));
    await instruments.get(conIdOf(1));
    await instruments.get(conIdOf(1_001));
    expect(instruments.peek(conIdOf(1))).not.toBeNull();
    expect(instruments.peek(conIdOf(2))).toBeNull();
  });

  it('of another gateway does not survive a reset, not even one under way', async () => {
    const underWay = instruments.get(apple);
    instruments.reset();
    await underWay;
    expect(instruments.peek(apple)).toBeNull();
  });
});

describe('how an instrument is named in requests', () => {
  it.each([
    ['a stock', instrumentOf(apple), 'SMART'],
    ['an option', instrumentOf(apple, { secType: 'OPT', exchange: 'CBOE' }), 'SMART'],
    ['a future', instrumentOf(apple, { secType: 'FUT', exchange: 'CME', primaryExchange: '' }), 'CME'],
    ['an index', instrumentOf(apple, { secType: 'IND', exchange: 'SMART', primaryExchange: 'CBOE' }), 'CBOE'],
    [
      'a pair',
      instrumentOf(apple, { secType: 'CASH', exchange: 'IDEALPRO', primaryExchange: '' }),
      'IDEALPRO',
    ],
  ])('%s', (_what, instrument, exchange) => {
    expect(contractRef(instrument)).toEqual({ conId: apple, exchange });
  });
});

describe('a search', () => {
  it('is answered, and its error passed on', async () => {
    const broker = createBrokerDouble();
    const instruments = createInstruments({
      broker: broker.broker,
      clock: new ManualClock(),
      log: silentLogger,
    });
    expect(await instruments.search('AAPL')).toEqual(err(notConnected));
  });

  it('gives way to a newer one before it was sent', async () => {
    const broker = createBrokerDouble();
    const sent = new Map<string, (answer: BrokerResult<readonly InstrumentMatch[]>) => void>();
    broker.script.searchInstruments = (pattern) => new Promise((answer) => sent.set(pattern, answer));
    const instruments = createInstruments({
      broker: broker.broker,
      clock: new ManualClock(),
      log: silentLogger,
    });
    const typed = ['A', 'AA', 'AAP'].map((pattern) => instruments.search(pattern));
    expect([...sent.keys()]).toEqual(['A']);
    sent.get('A')?.(ok([]));
    expect(await typed[0]).toEqual(ok([]));
    expect(await typed[1]).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    expect([...sent.keys()]).toEqual(['A', 'AAP']);
    sent.get('AAP')?.(err(notConnected));
    expect(await typed[2]).toEqual(err(notConnected));
  });
});
