import { type Contract, SecType, WhatToShow } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Rig } from '../test-rig';
import { OPEN_MARKET_MS } from '../world/world-fixture';

const apple: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };

interface Tick {
  readonly time: number;
  readonly price: number;
  readonly size: number;
}

let rig: Rig;

beforeEach(async () => {
  rig = await Rig.start(OPEN_MARKET_MS);
});

afterEach(async () => {
  await rig.stop();
});

describe('historical ticks', () => {
  it('of trades follow a start, of bid and ask lead to an end, of midpoints have no size', async () => {
    const client = await rig.connect();
    const { api } = client;
    api.reqHistoricalTicks(81, apple, '20261007-14:00:00', '', 50, WhatToShow.TRADES, 1, true);
    api.reqHistoricalTicks(82, apple, '', '20261007 10:00:00 US/Eastern', 50, WhatToShow.BID_ASK, 1, false);
    api.reqHistoricalTicks(83, apple, '20261007 10:00:00', '', 10, WhatToShow.MIDPOINT, 0, false);
    const [, trades, done] = await client.next('historicalTicksLast');
    const [, sides] = await client.next('historicalTicksBidAsk');
    const [, middles] = await client.next('historicalTicks');
    const tenMs = Date.UTC(2026, 9, 7, 14);
    const list = trades as readonly Tick[];
    expect(list.length).toBeGreaterThanOrEqual(50);
    expect(done).toBe(true);
    expect(list.every(({ time }, index) => time >= (list[index - 1]?.time ?? tenMs / 1000))).toBe(true);
    const quotes = sides as readonly { time: number; priceBid: number; priceAsk: number }[];
    expect(quotes.length).toBeGreaterThanOrEqual(50);
    expect(quotes.every(({ time }) => time < tenMs / 1000)).toBe(true);
    expect(quotes.every(({ priceBid, priceAsk }) => priceBid < priceAsk)).toBe(true);
    expect((middles as readonly Tick[]).every(({ size }) => size === 0)).toBe(true);
  });

  it('are none after now', async () => {
    const client = await rig.connect();
    client.api.reqHistoricalTicks(84, apple, '20261007-20:00:00', '', 50, WhatToShow.TRADES, 1, true);
    expect((await client.next('historicalTicksLast')).slice(1)).toEqual([[], true]);
  });

  it('are refused when the request makes no sense', async () => {
    const client = await rig.connect();
    const { api } = client;
    api.reqHistoricalTicks(1, apple, '', '', 50, WhatToShow.TRADES, 1, true);
    api.reqHistoricalTicks(2, apple, 'noon', '', 50, WhatToShow.TRADES, 1, true);
    api.reqHistoricalTicks(3, apple, '20261007-14:00:00', '', 2_000, WhatToShow.TRADES, 1, true);
    api.reqHistoricalTicks(4, apple, '20261007-14:00:00', '', 50, WhatToShow.BID, 1, true);
    await client.settle();
    expect(client.all('error').map(([, code, id]) => [id, code])).toEqual([
      [1, 321],
      [2, 321],
      [3, 321],
      [4, 321],
    ]);
  });
});
