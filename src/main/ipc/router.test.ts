import { describe, expect, it } from 'vitest';
import { conIdOf, decimalOf } from '../../shared/domain/instrument-fixtures';
import { err } from '../../shared/domain/result';
import type { OrderDraft } from '../../shared/domain/order';
import {
  type Capability,
  type RequestInput,
  type RequestName,
  requestNames,
  requests,
} from '../../shared/ipc/requests';
import { defaultSettings } from '../../shared/ipc/settings';
import { silentLogger } from '../platform/logger';
import { createRouter, type RequestHandlers } from './router';
import type { Sender } from './sender-guard';

const aapl = conIdOf(265598);
const uuid = '11111111-1111-4111-8111-111111111111';
const draft: OrderDraft = {
  conId: aapl,
  side: 'BUY',
  quantity: decimalOf('100'),
  pricing: { orderType: 'STP LMT', stopPrice: decimalOf('187'), limitPrice: decimalOf('187.2') },
  tif: 'DAY',
  outsideRth: false,
  bracket: { takeProfit: decimalOf('190'), stopLoss: decimalOf('180') },
};

/** One good input of every request; a new request does not compile without one. */
const goodInputs: { readonly [N in RequestName]: RequestInput<N> } = {
  'app.info': {},
  'app.shown': {},
  'settings.get': {},
  'settings.update': {
    patch: { paper: defaultSettings.paper, simulator: defaultSettings.simulator, theme: 'light' },
  },
  'profile.select': { profile: 'paper' },
  'connection.reconnect': {},
  'live.unlock': { accountId: 'U1234567' },
  'live.lock': {},
  'live.forbid': { words: 'forbid live' },
  'account.release': {},
  'account.pnl': {},
  'reconcile.now': {},
  'reconcile.last': {},
  'reconcile.seen': {},
  'position.accept': { conId: aapl },
  'risk.get': {},
  'risk.change': { rule: 'order-shares', setting: { on: true, limit: decimalOf('5') } },
  'risk.setState': { state: 'halted' },
  'trading.kill': { flatten: true },
  'instrument.search': { pattern: 'AAPL' },
  'instrument.get': { conId: aapl },
  'watchlist.get': {},
  'watchlist.set': { conIds: [aapl] },
  'bars.cached': { conId: aapl, barSize: '5 mins', regularHoursOnly: true, limit: 10 },
  'bars.load': { conId: aapl, barSize: '5 mins', regularHoursOnly: true, endMs: 1_000, limit: 10 },
  'order.whatIf': { draft },
  'order.place': { idempotencyKey: uuid, epoch: 1, draft, pressedAtMs: 1_000 },
  'order.modify': {
    idempotencyKey: uuid,
    id: uuid,
    quantity: decimalOf('5'),
    limitPrice: decimalOf('1.5'),
    stopPrice: decimalOf('2'),
  },
  'order.replace': { idempotencyKey: uuid, id: uuid, epoch: 1, draft },
  'position.protect': { idempotencyKey: uuid, conId: aapl },
  'order.cancel': { id: uuid },
  'order.cancelAll': {},
  'journal.verify': {},
  'journal.read': { group: 'fills', search: 'AAPL', beforeSeq: 9, limit: 10 },
  'journal.export': { format: 'csv' },
  'journal.key': {},
  'journal.retryKey': {},
  'journal.startNewKey': { confirmation: 'NEW KEY' },
  'order.latency': {},
  'diagnostics.messages': { direction: 'sent', ordersOnly: true, search: '', beforeSequence: 9, limit: 10 },
  'diagnostics.export': {},
};

const trusted = {
  windows: new Map([[1, new Set<Capability>(['read', 'trade', 'admin'])]]),
  origin: 'app://tradewind',
};
const ourPage: Sender = { webContentsId: 1, frameUrl: 'app://tradewind/index.html', isTopFrame: true };

/** A router whose handlers only count how often they were reached. */
function createScene() {
  const reached: string[] = [];
  const handlers: Partial<Record<RequestName, unknown>> = {};
  for (const name of requestNames) {
    handlers[name] = () => {
      reached.push(name);
      return err({ code: 'internal', text: 'reached' });
    };
  }
  const all = handlers as RequestHandlers;
  const router = createRouter({ handlers: all, trusted, checkOutputs: true, log: silentLogger });
  return { router, handlers: all, reached };
}

/** Values that no field of the contract takes, whatever its type. */
const poison: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  'x'.repeat(100_000),
  'a\0b',
  Symbol.iterator,
  () => 1,
  { toString: () => 'x' },
  [[]],
  -1e300,
];

/** Every object that differs from `value` in one leaf, which holds something poisonous. */
function* poisoned(value: unknown): Iterable<unknown> {
  for (const bad of poison) yield bad;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      for (const bad of poisoned(value[index])) yield value.with(index, bad);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      for (const bad of poisoned(inner)) yield { ...value, [key]: bad };
    }
    yield { ...value, extra: 1 };
    yield { ...value, ['__proto__x']: {} };
  }
}

describe.each(requestNames)('request %s', (name) => {
  it('reaches its handler with good input from our page', async () => {
    const { router, reached } = createScene();
    await router.dispatch(ourPage, name, goodInputs[name]);
    expect(reached).toEqual([name]);
  });

  it('refuses every kind of bad input before the handler', async () => {
    const { router, reached } = createScene();
    for (const bad of poisoned(goodInputs[name])) {
      expect(await router.dispatch(ourPage, name, bad)).toMatchObject({
        ok: false,
        error: { code: 'invalid-input' },
      });
    }
    for (const bad of [undefined, null, [], 'text', 5]) {
      expect(await router.dispatch(ourPage, name, bad)).toMatchObject({
        ok: false,
        error: { code: 'invalid-input' },
      });
    }
    expect(reached).toEqual([]);
  });

  it.each<[string, Sender]>([
    ['a frame of another origin', { ...ourPage, frameUrl: 'https://example.com/index.html' }],
    ['a frame inside our page', { ...ourPage, isTopFrame: false }],
    ['a window that the app did not open', { ...ourPage, webContentsId: 2 }],
    ['a frame that is gone', { ...ourPage, frameUrl: null }],
    ['an origin that only begins like ours', { ...ourPage, frameUrl: 'app://tradewind.evil/index.html' }],
    ['another host of our scheme', { ...ourPage, frameUrl: 'app://other/index.html' }],
  ])('is forbidden to %s', async (_who, sender) => {
    const { router, reached } = createScene();
    expect(await router.dispatch(sender, name, goodInputs[name])).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    expect(reached).toEqual([]);
  });
});

describe('the router', () => {
  it('gives a window only what it was given the capability for', async () => {
    const { handlers, reached } = createScene();
    const readOnly = { ...trusted, windows: new Map([[1, new Set<Capability>(['read'])]]) };
    const router = createRouter({ handlers, trusted: readOnly, checkOutputs: true, log: silentLogger });
    for (const name of requestNames) await router.dispatch(ourPage, name, goodInputs[name]);
    expect(reached).toEqual(requestNames.filter((name) => requests[name].capability === 'read'));
    expect(await router.dispatch(ourPage, 'order.place', goodInputs['order.place'])).toMatchObject({
      error: { code: 'forbidden' },
    });
  });

  it.each([['toString'], ['__proto__'], ['order.place '], [5], [null]])(
    'does not know a request named %s',
    async (name) => {
      const { router } = createScene();
      expect(await router.dispatch(ourPage, name, {})).toMatchObject({
        ok: false,
        error: { code: 'invalid-input' },
      });
    },
  );

  it('answers a handler that throws with a calm error', async () => {
    const { router } = createScene();
    const handlers = { 'app.info': () => Promise.reject(new Error('broken')) } as unknown as RequestHandlers;
    const broken = createRouter({ handlers, trusted, checkOutputs: false, log: silentLogger });
    expect(await broken.dispatch(ourPage, 'app.info', {})).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
    expect(await router.dispatch(ourPage, 'app.info', {})).toMatchObject({ error: { text: 'reached' } });
  });

  it('notices an answer that does not fit the contract where answers are checked', async () => {
    const handlers = {
      'watchlist.get': () => ({ ok: true, value: { conIds: ['AAPL'] } }),
    } as unknown as RequestHandlers;
    const router = createRouter({ handlers, trusted, checkOutputs: true, log: silentLogger });
    expect(await router.dispatch(ourPage, 'watchlist.get', {})).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
  });
});
