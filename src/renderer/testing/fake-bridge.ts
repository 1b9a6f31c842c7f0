import type { ConnectionState } from '../../shared/domain/connection';
import type { ConId } from '../../shared/domain/instrument';
import type { Profile } from '../../shared/domain/profile';
import { defaultRiskPolicy } from '../../shared/domain/risk-policy';
import type { Result } from '../../shared/domain/result';
import type { TradewindBridge } from '../../shared/ipc/bridge';
import type { RequestError } from '../../shared/ipc/errors';
import type { FramePart, FromMain, FromRenderer } from '../../shared/ipc/port-protocol';
import { quoteToTuple } from '../../shared/ipc/quote-frame';
import type { RequestInput, RequestName, RequestOutput } from '../../shared/ipc/requests';
import { defaultSettings, type Settings } from '../../shared/ipc/settings';
import type { AppStatus } from '../../shared/ipc/streams';
import { fakeJournal } from './fake-journal';
import { createFakeMarket, fakeBars, fakeInstrument, listings } from './fake-market';
import { fakeAccount, fakeFills, fakeNotices, fakeOrders, fakePositions } from './fake-trading';

/** What the fake main shows. */
export interface FakeBridgeOptions {
  readonly seed: number;
  readonly profile: Profile;
  readonly theme: Settings['theme'];
  readonly state: ConnectionState;
  readonly warnings: AppStatus['warnings'];
  readonly unofficialRuntime: boolean;
  /** The values that streams and requests never give. */
  readonly empty: boolean;
  readonly now: () => number;
  /** Hands a stream port to the page. */
  readonly deliverPort: (port: MessagePort) => void;
}

type Handlers = {
  readonly [N in RequestName]: (input: RequestInput<N>) => RequestOutput<N> | RequestError;
};

/** A stand-in for main and preload with plausible data, for unit tests and for looking at the page on its own. */
export function createFakeBridge(options: FakeBridgeOptions): TradewindBridge {
  const market = createFakeMarket(options.seed);
  let settings: Settings = { ...defaultSettings, profile: options.profile, theme: options.theme };
  let conIds: readonly ConId[] = options.empty ? [] : listings.map((entry) => entry.conId);
  let unlocked = false;
  const isStale = options.state.kind !== 'ready';

  const status = (): AppStatus => ({
    profile: settings.profile,
    connection: {
      state: options.state,
      epoch: 1,
      target: settings.profile === 'simulator' ? 'built-in simulator' : `127.0.0.1:${settings.paper.port}`,
      accountIds: ['DU1234567'],
      farmsDown: [],
      serverVersion: 193,
      latencyMs: options.state.kind === 'ready' ? 12.3 : null,
      clockOffsetMs: options.state.kind === 'ready' ? 140 : null,
    },
    accountId: 'DU1234567',
    trading:
      settings.profile === 'live' && !unlocked
        ? { allowed: false, reason: 'Live orders are locked.', needsLiveUnlock: true }
        : options.state.kind === 'ready'
          ? { allowed: true }
          : { allowed: false, reason: 'The gateway is not connected.', needsLiveUnlock: false },
    gate: { kind: 'active' },
    pinnedAccountId: null,
    warnings: options.warnings,
    usage: { marketDataLines: 23, historicalRequests: 4 },
  });

  const snapshot = (stream: string, params: unknown): readonly unknown[] => {
    const nowMs = options.now();
    switch (stream) {
      case 'status':
        return [status()];
      case 'account':
        return options.empty ? [] : [{ ...fakeAccount(nowMs), stale: isStale }];
      case 'orders':
        return [{ kind: 'snapshot', orders: options.empty ? [] : fakeOrders(nowMs) }];
      case 'fills':
        return [{ kind: 'snapshot', fills: options.empty ? [] : fakeFills(nowMs) }];
      case 'positions':
        return [{ kind: 'snapshot', positions: options.empty ? [] : fakePositions(nowMs) }];
      case 'notices':
        return options.empty ? [] : fakeNotices(nowMs);
      case 'quotes':
        return conIdsOf(params).map((conId) => quoteToTuple({ ...market.quote(conId), stale: isStale }));
      default:
        return [];
    }
  };

  const connections = new Set<(stream: string, items: (params: unknown) => readonly unknown[]) => void>();
  const send = (stream: string, items: (params: unknown) => readonly unknown[]) => {
    for (const connection of connections) connection(stream, items);
  };
  const changed = () => send('status', () => [status()]);

  const openPort = () => {
    const { port1, port2 } = new MessageChannel();
    const subscriptions = new Map<number, { stream: string; params: unknown; sequence: number }>();
    let frame = 0;
    const post = (parts: readonly FramePart[]) => {
      if (parts.length === 0) return;
      frame += 1;
      const message: FromMain = { op: 'frame', frame, parts };
      port1.postMessage(message);
    };
    port1.addEventListener('message', (event: MessageEvent<FromRenderer>) => {
      const message = event.data;
      if (message.op === 'unsubscribe') subscriptions.delete(message.id);
      if (message.op !== 'subscribe') return;
      const { id, stream, params } = message;
      subscriptions.set(id, { stream, params, sequence: 1 });
      const items = snapshot(stream, params);
      post([{ id, sequence: 1, items, dropped: 0 }]);
    });
    port1.start();
    connections.add((stream, items) => {
      const parts: FramePart[] = [];
      for (const [id, subscription] of subscriptions) {
        if (subscription.stream !== stream) continue;
        const own = items(subscription.params);
        if (own.length === 0) continue;
        subscription.sequence += 1;
        parts.push({ id, sequence: subscription.sequence, items: own, dropped: 0 });
      }
      post(parts);
    });
    options.deliverPort(port2);
  };

  const handlers: Handlers = {
    'app.shown': () => ({}),
    'app.info': () => ({
      version: '0.1.0',
      electron: '45.4.1',
      unofficialRuntime: options.unofficialRuntime,
      platform: 'linux x64',
      dataDirectory: 'C:/Users/trader/AppData/Roaming/Tradewind',
      commandLine: { gateway: null, profile: null, clientId: null },
    }),
    'settings.get': () => settings,
    'settings.update': ({ patch }) => {
      settings = { ...settings, ...patch } as Settings;
      return settings;
    },
    'profile.select': ({ profile }) => {
      settings = { ...settings, profile };
      changed();
      return {};
    },
    'connection.reconnect': () => ({}),
    'live.unlock': () => {
      unlocked = true;
      changed();
      return {};
    },
    'live.lock': () => {
      unlocked = false;
      changed();
      return {};
    },
    'live.forbid': () => {
      settings = { ...settings, liveForbidden: true };
      return settings;
    },
    'account.release': () => ({}),
    'account.pnl': () => ({ code: 'not-connected', text: 'The fake gateway has no profit and loss.' }),
    'reconcile.now': () => ({ code: 'not-connected', text: 'The fake gateway has nothing to compare.' }),
    'reconcile.last': () => ({ report: null, unseen: false, comparedMs: null, gaps: [] }),
    'reconcile.seen': () => ({}),
    'position.accept': () => ({ code: 'not-found', text: 'This position adds up.' }),
    'risk.get': () => ({ policy: defaultRiskPolicy, pending: [], state: { kind: 'active' } }),
    'risk.change': () => ({ fromDay: null }),
    'risk.setState': () => ({}),
    'trading.kill': () => ({ cancelSent: true, closing: 0, problems: [] }),
    'instrument.search': ({ pattern }) =>
      listings
        .filter(({ symbol, name }) => `${symbol} ${name}`.includes(pattern.toUpperCase()))
        .map(({ conId, symbol, secType, exchange, name }) => ({
          conId,
          symbol,
          secType,
          primaryExchange: exchange,
          currency: 'USD',
          name,
          derivativeSecTypes: secType === 'STK' ? ['OPT'] : [],
        })),
    'instrument.get': ({ conId }) => {
      const entry = listings.find((candidate) => candidate.conId === conId);
      return entry === undefined
        ? { code: 'not-found', text: 'The gateway does not know this instrument.' }
        : fakeInstrument(entry, options.now());
    },
    'watchlist.get': () => ({ conIds: [...conIds] }),
    'watchlist.set': (input) => {
      conIds = input.conIds;
      return {};
    },
    'bars.cached': () => ({
      bars: fakeBars(conIdFallback(conIds), '5 mins', options.now(), 0),
      reachedStart: false,
      cachedCount: 0,
    }),
    'bars.load': ({ conId, barSize, endMs, limit }) => ({
      bars: fakeBars(conId, barSize, endMs ?? options.now(), Math.min(limit, 2_000)),
      reachedStart: endMs !== null,
      cachedCount: 0,
    }),
    'order.whatIf': () => ({ code: 'not-connected', text: 'The fake gateway has no margins.' }),
    'order.place': () => ({ code: 'rule', text: 'The fake gateway takes no orders.' }),
    'order.modify': () => ({ code: 'rule', text: 'The fake gateway takes no orders.' }),
    'order.replace': () => ({ code: 'rule', text: 'The fake gateway takes no orders.' }),
    'position.protect': () => ({ code: 'rule', text: 'The fake gateway takes no orders.' }),
    'order.cancel': () => ({}),
    'order.cancelAll': () => ({}),
    ...fakeJournal(() => options.now(), options.empty),
    'diagnostics.messages': () => ({ messages: [], kept: 0, dropped: 0 }),
    'diagnostics.export': () => ({ path: null, messages: 0 }),
  };

  setInterval(() => {
    if (options.empty || isStale) return;
    const moved = market.step(options.now());
    send('quotes', (params) => {
      const wanted = conIdsOf(params);
      return moved.filter((quote) => wanted.includes(quote.conId)).map(quoteToTuple);
    });
  }, 200);

  return {
    async request<N extends RequestName>(name: N, input: RequestInput<N>) {
      const answer = handlers[name](input);
      const result: Result<RequestOutput<N>, RequestError> = isError(answer)
        ? { ok: false, error: answer }
        : { ok: true, value: answer };
      return result;
    },
    openPort,
  };
}

function isError<T>(answer: T | RequestError): answer is RequestError {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'text' in answer;
}

function conIdsOf(params: unknown): readonly ConId[] {
  return typeof params === 'object' && params !== null && 'conIds' in params && Array.isArray(params.conIds)
    ? params.conIds
    : [];
}

function conIdFallback(conIds: readonly ConId[]): ConId {
  const [first] = conIds.length === 0 ? listings.map((entry) => entry.conId) : conIds;
  if (first === undefined) throw new RangeError('there are no listings');
  return first;
}
