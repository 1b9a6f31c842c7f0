import { describe, expect, it } from 'vitest';
import type { MarketDataType } from '../wire/requests/market-data-requests';
import { CLOSED_MARKET_MS, makeTestWorld, OPEN_MARKET_MS } from '../world/world-fixture';
import { createGatewayContext } from './gateway-context';
import { COMPETING_SESSION, type MarketDataSubscription, NOT_SUBSCRIBED } from './market-data-permission';
import { PriceLine } from './price-line';

interface Circumstances {
  readonly delayedAtMost?: boolean;
  readonly marketData?: MarketDataSubscription;
  readonly startMs?: number;
}

/** A line on a stock, with what it has sent since it was last looked at. */
function openLine(
  type: MarketDataType,
  prepare: (context: ReturnType<typeof createGatewayContext>) => void,
  { delayedAtMost = false, marketData = 'live', startMs = OPEN_MARKET_MS }: Circumstances = {},
) {
  const { world, wall, aapl } = makeTestWorld({ startMs });
  const context = createGatewayContext(world, { marketData });
  prepare(context);
  let frames: string[][] = [];
  const client = {
    clientId: 1,
    serverVersion: 193,
    send: (payload: string) => void frames.push(payload.split('\0').slice(0, -1)),
  };
  const genericTicks = new Set<number>();
  const line = new PriceLine(client, context, {
    reqId: 7,
    instrument: aapl,
    genericTicks,
    genericTickText: '',
    type,
    delayedAtMost,
    follow: true,
  });
  const sent = () => {
    const codes = frames.filter(([id]) => id === '4').map((fields) => Number(fields[3]));
    const types = frames.filter(([id]) => id === '58').map((fields) => Number(fields[3]));
    const ticks = new Set(frames.filter(([id]) => id === '1').map((fields) => Number(fields[3])));
    frames = [];
    return { codes, types, live: ticks.has(1) || ticks.has(2), delayed: ticks.has(66) || ticks.has(68) };
  };
  return { line, context, wall, sent };
}

const delayed = { kind: 'delayed' } as const;

describe('a market data line', () => {
  it.each([1, 2, 3, 4] as const)('of type %d is live where the login may see live data', (type) => {
    const { line, sent } = openLine(type, () => undefined);
    expect([line.isOpen, sent()]).toEqual([true, { codes: [], types: [1], live: true, delayed: false }]);
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 1],
    [4, 2],
  ] as const)('of type %d has the last values with type %d while the market is closed', (type, told) => {
    const { sent } = openLine(type, () => undefined, { startMs: CLOSED_MARKET_MS });
    expect(sent()).toEqual({ codes: [], types: [told], live: true, delayed: false });
  });

  it('that is frozen says so when the market closes, and that it is live when it opens', () => {
    const closing = openLine(2, () => undefined, { startMs: Date.UTC(2026, 9, 5, 23, 59) });
    closing.wall.advance(120_000);
    expect(closing.sent().types).toEqual([1, 2]);
    const opening = openLine(2, () => undefined, { startMs: Date.UTC(2026, 9, 6, 7, 59) });
    opening.wall.advance(120_000);
    expect(opening.sent().types).toEqual([2, 1]);
  });

  it.each([
    [1, 'delayed', [10089], []],
    [3, 'delayed', [10167], [3]],
    [4, 'delayed', [10167], [3]],
    [1, 'none', [354], []],
    [3, 'none', [354], []],
  ] as const)('of type %d to who has subscribed to %s is told %j', (type, marketData, codes, types) => {
    const { sent } = openLine(type, () => undefined, { marketData });
    const isDelayed = types.length > 0;
    expect(sent()).toEqual({ codes, types, live: false, delayed: isDelayed });
  });

  it('of delayed data is frozen while the market is closed, if it was asked to be', () => {
    const closed = { marketData: 'delayed', startMs: CLOSED_MARKET_MS } as const;
    expect(openLine(3, () => undefined, closed).sent().types).toEqual([3]);
    expect(openLine(4, () => undefined, closed).sent().types).toEqual([4]);
  });

  it('that is held to delayed data has them whatever was asked for', () => {
    const { sent } = openLine(1, () => undefined, { delayedAtMost: true });
    expect(sent()).toEqual({ codes: [10167], types: [3], live: false, delayed: true });
  });

  it('is delayed with 10167 when the client allows that, and refused with 10089 when not', () => {
    const allowed = openLine(3, ({ permissions }) => permissions.set(() => delayed));
    expect([allowed.line.isOpen, allowed.sent()]).toEqual([
      true,
      { codes: [10167], types: [3], live: false, delayed: true },
    ]);
    const strict = openLine(1, ({ permissions }) => permissions.set(() => delayed));
    expect([strict.line.isOpen, strict.sent()]).toEqual([
      false,
      { codes: [10089], types: [], live: false, delayed: false },
    ]);
  });

  it('that is not subscribed is refused with 354', () => {
    const { line, sent } = openLine(1, ({ permissions }) =>
      permissions.set(() => ({ kind: 'refused', ...NOT_SUBSCRIBED })),
    );
    expect([line.isOpen, sent().codes]).toEqual([false, [354]]);
  });

  it('falls silent with 10197 while another session has the data, once, and comes back', () => {
    const { line, context, wall, sent } = openLine(1, () => undefined);
    sent();
    context.permissions.set(() => ({ kind: 'refused', ...COMPETING_SESSION }));
    context.permissions.set(() => ({ kind: 'refused', ...COMPETING_SESSION }));
    wall.advance(5_000);
    expect([line.isOpen, sent()]).toEqual([true, { codes: [10197], types: [], live: false, delayed: false }]);
    context.permissions.allowEverything();
    expect(sent()).toEqual({ codes: [], types: [1], live: true, delayed: false });
    line.stop();
    wall.advance(5_000);
    expect(sent()).toEqual({ codes: [], types: [], live: false, delayed: false });
  });
});
