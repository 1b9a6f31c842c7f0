import { describe, expect, it } from 'vitest';
import type { MarketDataType } from '../wire/requests/market-data-requests';
import { makeTestWorld } from '../world/world-fixture';
import { createGatewayContext } from './gateway-context';
import { COMPETING_SESSION, NOT_SUBSCRIBED } from './market-data-permission';
import { PriceLine } from './price-line';

/** A line on a stock, with what it has sent since it was last looked at. */
function openLine(type: MarketDataType, prepare: (context: ReturnType<typeof createGatewayContext>) => void) {
  const { world, wall, aapl } = makeTestWorld();
  const context = createGatewayContext(world);
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
  it('is live where nothing forbids it', () => {
    const { line, sent } = openLine(1, () => undefined);
    expect([line.isOpen, sent()]).toEqual([true, { codes: [], types: [1], live: true, delayed: false }]);
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
