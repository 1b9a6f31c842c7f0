import { type Contract, SecType, WhatToShow } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Rig } from '../test-rig';
import { OPEN_MARKET_MS } from '../world/world-fixture';

const apple: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };
const euro: Contract = { symbol: 'EUR', secType: SecType.CASH, exchange: 'IDEALPRO', currency: 'USD' };

let rig: Rig;

beforeEach(async () => {
  rig = await Rig.start(OPEN_MARKET_MS);
});

afterEach(async () => {
  await rig.stop();
});

describe('real-time bars', () => {
  it.each([
    [WhatToShow.TRADES, true],
    [WhatToShow.MIDPOINT, false],
    [WhatToShow.BID, false],
    [WhatToShow.ASK, false],
  ] as const)('of %s come every five seconds and are those of the history', async (whatToShow, hasVolume) => {
    const client = await rig.connect();
    client.api.reqRealTimeBars(1, apple, 5, whatToShow, true);
    await client.settle();
    await rig.passSeconds(client, 16);
    const bars = client.all('realtimeBar');
    expect(bars.map(([, time]) => Number(time) - OPEN_MARKET_MS / 1000)).toEqual([0, 5, 10]);
    const instrument = rig.world.catalogue.byConId(265598);
    if (instrument === undefined) throw new Error('AAPL is not listed');
    const history = rig.world.history.bars({
      instrument,
      endMs: OPEN_MARKET_MS + 15_000,
      duration: '15 S',
      barSize: '5 secs',
      whatToShow,
      regularHoursOnly: true,
    });
    expect(bars.map((bar) => bar.slice(2, 6))).toEqual(
      history.map((bar) => [bar.open, bar.high, bar.low, bar.close]),
    );
    for (const [, , , , , , volume, , count] of bars) {
      if (hasVolume) expect(Number(volume)).toBeGreaterThan(0);
      else expect([volume, count]).toEqual([-1, -1]);
    }
    client.api.cancelRealTimeBars(1);
    await client.settle();
    client.forget();
    await rig.passSeconds(client, 6);
    expect(client.all('realtimeBar')).toEqual([]);
  });

  it('do not come outside regular hours when only those are wanted', async () => {
    const client = await rig.connect();
    rig.wall.advance(6 * 3_600_000);
    client.api.reqRealTimeBars(2, apple, 5, WhatToShow.TRADES, true);
    client.api.reqRealTimeBars(3, apple, 5, WhatToShow.TRADES, false);
    await client.settle();
    await rig.passSeconds(client, 11);
    expect(client.all('realtimeBar').map(([reqId]) => reqId)).toEqual([3, 3]);
  });

  it('are refused with the codes of TWS', async () => {
    const client = await rig.connect();
    client.api.reqRealTimeBars(4, apple, 5, WhatToShow.BID_ASK, true);
    client.api.reqRealTimeBars(5, euro, 5, WhatToShow.TRADES, true);
    client.api.reqRealTimeBars(6, apple, 5, WhatToShow.TRADES, true);
    client.api.reqRealTimeBars(6, { ...apple, symbol: 'SPY' }, 5, WhatToShow.TRADES, true);
    client.api.cancelRealTimeBars(7);
    await client.settle();
    expect(client.all('error').map(([, code, id]) => [id, code])).toEqual([
      [4, 321],
      [5, 420],
      [6, 322],
      [7, 300],
    ]);
  });
});
