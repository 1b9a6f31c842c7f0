import { type Contract, SecType } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Rig } from '../test-rig';
import type { DepthBook } from '../world/depth/depth-book';
import { contractQuery, makeTestWorld, OPEN_MARKET_MS } from '../world/world-fixture';
import { DepthDesk } from './depth-desk';
import { createGatewayContext } from './gateway-context';
import type { TestClient } from './test-client';

const appleSmart: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };

let rig: Rig;

beforeEach(async () => {
  rig = await Rig.start(OPEN_MARKET_MS);
});

afterEach(async () => {
  await rig.stop();
});

interface Row {
  readonly price: number;
  readonly size: number;
  readonly marketMaker: string;
}

/** The book that a client keeps which inserts, changes and deletes rows as it is told. */
function replay(client: TestClient, reqId: number): DepthBook {
  const sides: [Row[], Row[]] = [[], []];
  for (const { name, args } of client.events) {
    if (args[0] !== reqId) continue;
    if (name !== 'updateMktDepth' && name !== 'updateMktDepthL2') continue;
    const [, position, ...rest] = args;
    const marketMaker = name === 'updateMktDepthL2' ? String(rest.shift()) : '';
    const [operation, side, price, size] = rest.map(Number);
    const rows = sides[side === 1 ? 1 : 0];
    const row = { price: price ?? 0, size: size ?? 0, marketMaker };
    if (operation === 0) rows.splice(Number(position), 0, row);
    else if (operation === 1) rows[Number(position)] = row;
    else rows.splice(Number(position), 1);
  }
  return { bids: sides[1], asks: sides[0] };
}

async function passSeconds(client: TestClient, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    rig.wall.advance(1_000);
    await client.settle();
  }
}

describe('market depth', () => {
  it('over all exchanges stays the book of the market, and says where it comes from', async () => {
    const client = await rig.connect();
    client.api.reqMktDepth(51, appleSmart, 10, true);
    const [notice, , id] = await client.code(2152);
    expect(id).toBe(51);
    expect(String(notice)).toContain('Exchanges - Depth: NASDAQ; ARCA; ');
    const { conId } = makeTestWorld().aapl;
    for (let step = 0; step < 5; step++) {
      await passSeconds(client, 3);
      expect(replay(client, 51)).toEqual(rig.world.depth.book(conId, 'exchanges', 10));
    }
    const operations = new Set(client.all('updateMktDepthL2').map(([, , , operation]) => operation));
    expect(operations).toContain(1);
    expect(client.all('updateMktDepthL2').every((args) => args[7] === true)).toBe(true);

    client.api.cancelMktDepth(51, true);
    await client.settle();
    client.forget();
    await passSeconds(client, 3);
    expect(client.all('updateMktDepthL2')).toEqual([]);
  });

  it('of one exchange has price levels, or dealers where it has dealers', async () => {
    const client = await rig.connect();
    const { aapl } = makeTestWorld();
    client.api.reqMktDepth(52, { ...appleSmart, exchange: 'ARCA' }, 7, false);
    client.api.reqMktDepth(53, { ...appleSmart, exchange: 'NASDAQ' }, 20, false);
    await passSeconds(client, 5);
    expect(replay(client, 52)).toEqual(rig.world.depth.book(aapl.conId, 'levels', 7));
    expect(replay(client, 53)).toEqual(rig.world.depth.book(aapl.conId, 'dealers', 20));
    expect(client.all('updateMktDepth').every(([reqId]) => reqId === 52)).toBe(true);
    expect(client.all('updateMktDepthL2').every((args) => args[7] === false)).toBe(true);
  });

  it('is there for European stocks, at each of their exchanges', async () => {
    const client = await rig.connect();
    const bmw: Contract = { symbol: 'BMW', secType: SecType.STK, exchange: 'SMART', currency: 'EUR' };
    client.api.reqMktDepth(54, bmw, 5, true);
    const [notice] = await client.code(2152);
    expect(String(notice)).toContain('Exchanges - Depth: IBIS; FWB; SWB; GETTEX; TGATE; Top: ');
    client.api.reqMktDepth(55, { ...bmw, exchange: 'IBIS' }, 5, false);
    client.api.reqMktDepth(56, { ...bmw, symbol: 'NOKIA', exchange: 'HEX' }, 5, false);
    await client.settle();
    expect(replay(client, 55)).toEqual(rig.world.depth.book(14_094, 'levels', 5));
    expect(replay(client, 56).bids).toHaveLength(5);
  });

  it('is refused with the words of TWS', async () => {
    const client = await rig.connect();
    const { api } = client;
    api.reqMktDepth(1, { symbol: 'SPX', secType: SecType.IND, exchange: 'CBOE', currency: 'USD' }, 5, false);
    api.reqMktDepth(2, appleSmart, 5, false);
    api.reqMktDepth(3, { ...appleSmart, exchange: 'BYX' }, 5, false);
    api.reqMktDepth(4, { ...appleSmart, symbol: 'NOSUCH' }, 5, true);
    api.cancelMktDepth(5, true);
    for (const reqId of [11, 12, 13, 14]) api.reqMktDepth(reqId, appleSmart, 5, true);
    api.reqMktDepth(11, appleSmart, 5, true);
    await client.settle();
    const errors = client
      .all('error')
      .map(([error, code, id]) => [id, code, String(error).replace('Error: ', '')]);
    const deep = 'Deep market data is not supported for this combination of security type/exchange';
    expect(errors.filter(([, code]) => code !== 2152)).toEqual([
      [1, 10092, deep],
      [2, 10092, deep],
      [3, 10092, deep],
      [4, 200, 'No security definition has been found for the request'],
      [5, 310, "Can't find the subscribed market depth with tickerId:5"],
      [14, 309, 'Max number (3) of market depth requests has been reached'],
      [11, 322, "Error processing request.-'bW' : cause - Duplicate ticker id"],
    ]);
  });

  it('gives its line back when it is cancelled', async () => {
    const client = await rig.connect();
    for (const reqId of [11, 12, 13]) client.api.reqMktDepth(reqId, appleSmart, 5, true);
    client.api.cancelMktDepth(12, true);
    client.api.reqMktDepth(14, appleSmart, 5, true);
    await client.settle();
    expect(replay(client, 14).bids).toHaveLength(5);
  });

  it('tells which exchanges have it', async () => {
    const client = await rig.connect();
    client.api.reqMktDepthExchanges();
    const [list] = await client.next('mktDepthExchanges');
    expect(list).toContainEqual({
      exchange: 'NASDAQ',
      secType: 'STK',
      listingExch: '',
      serviceDataType: 'Deep2',
      aggGroup: undefined,
    });
    expect(list).toContainEqual(expect.objectContaining({ exchange: 'CME', secType: 'FUT' }));
  });
});

describe('market depth under a fault script', () => {
  function openDesk() {
    const { world, wall, aapl } = makeTestWorld();
    const context = createGatewayContext(world);
    const frames: string[][] = [];
    const client = {
      clientId: 1,
      serverVersion: 193,
      send: (payload: string) => void frames.push(payload.split('\0').slice(0, -1)),
    };
    const desk = new DepthDesk(client, context);
    const contract = contractQuery({ conId: aapl.conId, exchange: 'ARCA' });
    desk.answer({ kind: 'reqMktDepth', reqId: 9, contract, rows: 5, smart: false });
    return { context, frames, wall, desk };
  }

  it('is reset with 317 and the whole book', () => {
    const { context, frames } = openDesk();
    const book = frames.splice(0);
    expect(book).toHaveLength(10);
    context.depth.resetAll();
    expect(frames[0]?.slice(0, 4)).toEqual(['4', '2', '9', '317']);
    expect(frames.slice(1)).toEqual(book);
  });

  it('is halted with 316 and tells nothing more', () => {
    const { context, frames, wall } = openDesk();
    frames.length = 0;
    context.depth.haltAll();
    wall.advance(10_000);
    expect(frames.map((fields) => fields.slice(0, 4))).toEqual([['4', '2', '9', '316']]);
  });

  it('is withheld while another session has the market data', () => {
    const { context, frames, wall } = openDesk();
    context.permissions.set(() => ({ kind: 'refused', code: 10197, text: 'No market data' }));
    frames.length = 0;
    wall.advance(10_000);
    expect(frames).toEqual([]);
    context.permissions.allowEverything();
    wall.advance(10_000);
    expect(frames.length).toBeGreaterThan(0);
  });
});
