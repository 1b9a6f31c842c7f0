import { BehaviorSubject, Subject } from 'rxjs';
import type { Bar, BarColumns } from '../../shared/domain/bar';
import type { ConnectionKind, ConnectionSnapshot } from '../../shared/domain/connection';
import type { DecimalText } from '../../shared/domain/decimal';
import type { ConId, ContractRef, Instrument, InstrumentMatch } from '../../shared/domain/instrument';
import { err } from '../../shared/domain/result';
import type {
  AccountValueEvent,
  Broker,
  BrokerError,
  BrokerNotice,
  BrokerOrderEvent,
  BrokerResult,
  HistoricalBarsRequest,
  PnlEvent,
  PortfolioEvent,
  PositionEvent,
  QuoteSink,
} from '../broker/port';

/** What a broker says of a request that was not sent. */
export const notConnected: BrokerError = {
  kind: 'not-connected',
  code: null,
  text: 'The gateway is not connected.',
};

/** One subscription that was made on the double. */
export interface QuoteFeed {
  readonly contract: ContractRef;
  readonly sink: QuoteSink;
  open: boolean;
}
export interface LiveFeed {
  readonly request: Omit<HistoricalBarsRequest, 'endMs' | 'duration'>;
  readonly onBar: (bar: Bar) => void;
  readonly onGap: () => void;
  open: boolean;
}
export interface PnlFeed {
  readonly accountId: string;
  readonly conId: ConId;
  readonly onPnl: (pnl: PnlEvent & { readonly marketValue: DecimalText | null }) => void;
  open: boolean;
}

/** The scripted answers; a test replaces those it needs. */
export interface BrokerScript {
  searchInstruments: (pattern: string) => Promise<BrokerResult<readonly InstrumentMatch[]>>;
  contractDetails: (conId: ConId) => Promise<BrokerResult<readonly Instrument[]>>;
  historicalBars: (request: HistoricalBarsRequest) => Promise<BrokerResult<BarColumns>>;
  headTimestamp: (
    contract: ContractRef,
    whatToShow: HistoricalBarsRequest['whatToShow'],
    regularHoursOnly: boolean,
  ) => Promise<BrokerResult<number>>;
}

/** A broker for tests: it answers by script, records what was asked and lets the test speak for the gateway. */
export function createBrokerDouble() {
  const connection = new BehaviorSubject<ConnectionSnapshot>(snapshotOf('ready', 1));
  const subjects = {
    notices: new Subject<BrokerNotice>(),
    orderEvents: new Subject<BrokerOrderEvent>(),
    accountValues: new Subject<AccountValueEvent>(),
    positions: new Subject<PositionEvent>(),
    portfolio: new Subject<PortfolioEvent>(),
    pnl: new Subject<PnlEvent>(),
  };
  const script: BrokerScript = {
    searchInstruments: () => Promise.resolve(err(notConnected)),
    contractDetails: () => Promise.resolve(err(notConnected)),
    historicalBars: () => Promise.resolve(err(notConnected)),
    headTimestamp: () => Promise.resolve(err(notConnected)),
  };
  const quoteFeeds: QuoteFeed[] = [];
  const liveFeeds: LiveFeed[] = [];
  const pnlFeeds: PnlFeed[] = [];
  const historicalRequests: HistoricalBarsRequest[] = [];
  const watchedAccounts: string[] = [];

  function opened<T extends { open: boolean }>(feeds: T[], feed: T) {
    feeds.push(feed);
    return {
      unsubscribe: () => {
        feed.open = false;
      },
    };
  }

  const broker: Broker = {
    connection$: connection,
    notices$: subjects.notices,
    orderEvents$: subjects.orderEvents,
    accountValues$: subjects.accountValues,
    positions$: subjects.positions,
    portfolio$: subjects.portfolio,
    pnl$: subjects.pnl,
    messageLog: { read: () => ({ messages: [], kept: 0, dropped: 0 }), exportJsonLines: () => [] },
    snapshot: () => connection.value,
    usage: () => ({ marketDataLines: 0, historicalRequests: 0, queuedRequests: 0 }),
    connect: () => undefined,
    reconnectNow: () => undefined,
    disconnect: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    subscribeQuote: (contract, sink) => opened(quoteFeeds, { contract, sink, open: true }),
    searchInstruments: (pattern) => script.searchInstruments(pattern),
    contractDetails: (query) =>
      'conId' in query ? script.contractDetails(query.conId) : Promise.resolve(err(notConnected)),
    historicalBars: (request) => {
      historicalRequests.push(request);
      return script.historicalBars(request);
    },
    liveBars: (request, onBar, onGap) => opened(liveFeeds, { request, onBar, onGap, open: true }),
    headTimestamp: (contract, whatToShow, regularHoursOnly) =>
      script.headTimestamp(contract, whatToShow, regularHoursOnly),
    scan: () => Promise.resolve(err(notConnected)),
    scannerParameters: () => Promise.resolve(err(notConnected)),
    newsProviders: () => Promise.resolve(err(notConnected)),
    historicalNews: () => Promise.resolve(err(notConnected)),
    newsArticle: () => Promise.resolve(err(notConnected)),
    subscribePositionPnl: (accountId, conId, onPnl) =>
      opened(pnlFeeds, { accountId, conId, onPnl, open: true }),
    takeOrderIds: () => err(notConnected),
    placeOrder: () => Promise.resolve({ kind: 'not-sent', error: notConnected }),
    cancelOrder: () => Promise.resolve({ kind: 'not-sent', error: notConnected }),
    globalCancel: () => Promise.resolve({ kind: 'not-sent', error: notConnected }),
    whatIf: () => Promise.resolve(err(notConnected)),
    requestOpenOrders: () => Promise.resolve(err(notConnected)),
    requestCompletedOrders: () => Promise.resolve(err(notConnected)),
    requestExecutions: () => Promise.resolve(err(notConnected)),
    requestPositions: () => Promise.resolve(err(notConnected)),
    watchAccount: (accountId) => {
      watchedAccounts.push(accountId);
    },
    markReconciled: () => undefined,
  };

  return {
    broker,
    script,
    subjects,
    quoteFeeds,
    liveFeeds,
    pnlFeeds,
    historicalRequests,
    watchedAccounts,
    /** Changes the state of the connection; `epoch` stays as it was unless given. */
    setConnection(
      kind: ConnectionKind,
      epoch = connection.value.epoch,
      accountIds: readonly string[] = ['DU1234567'],
    ) {
      connection.next({ ...snapshotOf(kind, epoch), accountIds });
    },
  };
}

function snapshotOf(kind: ConnectionKind, epoch: number): ConnectionSnapshot {
  const reason = { cause: 'dropped', text: 'The connection ended.', advice: 'Wait.' } as const;
  const states: { readonly [Kind in ConnectionKind]: ConnectionSnapshot['state'] } = {
    disconnected: { kind: 'disconnected', reason: null },
    connecting: { kind: 'connecting', attempt: 1 },
    handshaking: { kind: 'handshaking' },
    reconciling: { kind: 'reconciling' },
    ready: { kind: 'ready' },
    degraded: { kind: 'degraded', reason: { ...reason, cause: 'connectivity-lost' } },
    reconnecting: { kind: 'reconnecting', attempt: 1, retryAtMs: 0, reason },
  };
  return {
    state: states[kind],
    epoch,
    farmsDown: [],
    target: '127.0.0.1:4002',
    accountIds: ['DU1234567'],
    serverVersion: 193,
    latencyMs: 1,
    clockOffsetMs: 0,
  };
}
