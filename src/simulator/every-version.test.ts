import { beforeAll, describe, expect, it } from 'vitest';
import {
  asDecodedAt,
  asRequestedAt,
  isToldAt,
  marketVersions,
  NEWEST,
  tradingVersions,
} from './gateway/test-version-fields';
import { type Played, playMarket, playTrading } from './gateway/test-version-play';
import type { DecodedRequest } from './wire/requests/decode-request';

/** For a machine that has much else to do. */
const PATIENCE_MS = 120_000;

describe('a client of each server version', () => {
  let market: ReadonlyMap<number, Played>;
  let trading: Played;

  beforeAll(async () => {
    market = await playMarket([...marketVersions, NEWEST]);
    trading = await playTrading(NEWEST);
  }, PATIENCE_MS);

  it.each(marketVersions)(
    '%i is told of the market what one of the newest is, in its own layouts',
    (version) => {
      expectSame(version, market.get(version), market.get(NEWEST));
    },
  );

  it.each(tradingVersions)('%i trades as one of the newest, in its own layouts', async (version) => {
    expectSame(version, await playTrading(version), trading);
  });
});

function expectSame(version: number, played: Played | undefined, newest: Played | undefined): void {
  if (played === undefined || newest === undefined) throw new Error(`version ${version} has not been played`);
  const told = newest.events.filter((event) => isToldAt(version, event));
  expect(played.events).toEqual(told.map((event) => asDecodedAt(version, event)));
  const keys = new Set(played.requests.map(keyOf));
  const asked = newest.requests.filter((request) => keys.has(keyOf(request)));
  expect(played.requests).toEqual(asked.map((request) => asRequestedAt(version, request)));
  expect(played.requests.filter(({ kind }) => kind !== 'request')).toEqual([]);
}

/** A request by its kind and id. */
function keyOf(decoded: DecodedRequest): string {
  if (decoded.kind !== 'request') return decoded.kind;
  const { request } = decoded;
  const id = 'reqId' in request ? request.reqId : 'orderId' in request ? request.orderId : '';
  return `${request.kind} ${id}`;
}
