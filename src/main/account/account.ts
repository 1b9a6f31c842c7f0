import type { Subscription as StreamSubscription } from 'rxjs';
import type { AccountSummary, Position } from '../../shared/domain/account';
import type { ConnectionSnapshot } from '../../shared/domain/connection';
import { type DecimalText, decimalText, exact } from '../../shared/domain/decimal';
import type { ConId } from '../../shared/domain/instrument';
import type {
  AccountValueEvent,
  Broker,
  PnlEvent,
  PortfolioEvent,
  PositionEvent,
  Subscription,
} from '../broker/port';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { type AccountValues, moneyFromText, noAccountValues, withAccountValue } from './account-values';
import { PositionBook, type Receipt } from './position-book';

/** Values, positions and profit and loss of the one account that is traded. */
export interface Account {
  /** Follows an account; another one than before begins with nothing known. */
  start(accountId: string): void;
  /** Ends following and forgets everything; listeners stay. */
  reset(): void;
  /** Null before `start`. */
  summary(): AccountSummary | null;
  /** The open positions. */
  positions(): readonly Position[];
  /** True once IB has listed the positions in this connection; an instrument that is not among them is then not held. */
  positionsKnown(): boolean;
  /** What one unit of a currency is worth in the account's currency; null before IB has said it. */
  rateToBase(currency: string): DecimalText | null;
  /** What `updatePortfolio` last said of each instrument of this connection, closed ones with quantity 0. */
  portfolio(): readonly PortfolioEvent[];
  /** Marks a position with the quantity that nothing explains; null takes the mark away. */
  flag(conId: ConId, unexplained: DecimalText | null): void;
  /** Calls `listener` at every change. Returns its end. */
  onSummary(listener: (summary: AccountSummary) => void): () => void;
  /** Calls `listener` with every position that changed; quantity 0 says that it was closed. Returns its end. */
  onPosition(listener: (position: Position) => void): () => void;
  /**
   * Takes the complete list of positions that IB gave, of whichever accounts: an open position that is not in it was
   * closed meanwhile. What IB has told of a position since `mark` is newer than the list.
   * @param mark {@link positionMark} from before the list was asked for.
   */
  applySnapshot(positions: readonly PositionEvent[], mark?: number): void;
  /** Counts what IB has told of single positions. */
  positionMark(): number;
}

interface Following {
  readonly accountId: string;
  values: AccountValues;
  pnl: Pick<PnlEvent, 'dailyPnl' | 'unrealizedPnl' | 'realizedPnl'>;
  receivedMs: number | null;
  /** Epoch of the connection that told the newest value. */
  epoch: number | null;
  readonly streams: StreamSubscription[];
  readonly pnlFeeds: Map<ConId, Subscription>;
  /** Positions that IB has told one by one in an epoch, each with how many such words there were by then. */
  told: { readonly epoch: number; readonly count: Map<ConId, number> };
  /** Epoch in which IB has listed all positions. */
  listedEpoch: number | null;
  /** Units of the account's currency for one of each currency that the account holds. */
  readonly rates: Map<string, DecimalText>;
  /** What `updatePortfolio` said, in the epoch that said it. */
  readonly portfolio: Map<ConId, { readonly epoch: number; readonly event: PortfolioEvent }>;
  /** Quantities that nothing explains. */
  readonly flags: Map<ConId, DecimalText>;
}

/** An account over the streams of a broker. */
export function createAccount({
  broker,
  clock,
  log,
}: {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly log: Logger;
}): Account {
  const book = new PositionBook();
  const summaryListeners = new Set<(summary: AccountSummary) => void>();
  const positionListeners = new Set<(position: Position) => void>();
  let following: Following | null = null;
  /** How often IB has told a single position. */
  let words = 0;

  function receipt(): Receipt {
    return { epoch: broker.snapshot().epoch, atMs: clock.nowMs() };
  }

  /** Whether what was told in `epoch` is still fed by the connection. */
  function isStale(epoch: number | null): boolean {
    const snapshot = broker.snapshot();
    return epoch !== null && (!isFed(snapshot) || snapshot.epoch !== epoch);
  }

  function shown(position: ReturnType<PositionBook['all']>[number]): Position {
    const { epoch, confirmed: _confirmed, ...rest } = position;
    return { ...rest, unexplained: following?.flags.get(rest.conId) ?? null, stale: isStale(epoch) };
  }

  function summaryOf(account: Following): AccountSummary {
    return {
      accountId: account.accountId,
      ...account.values,
      ...account.pnl,
      receivedMs: account.receivedMs,
      stale: isStale(account.epoch),
    };
  }

  function tellSummary(account: Following): void {
    const summary = summaryOf(account);
    for (const listener of summaryListeners) listener(summary);
  }

  function tellPosition(account: Following, changed: ReturnType<PositionBook['position']>): void {
    if (changed === null) return;
    followPnl(account, changed.conId, changed.quantity !== '0');
    const position = shown(changed);
    for (const listener of positionListeners) listener(position);
  }

  function followPnl(account: Following, conId: ConId, open: boolean): void {
    const feed = account.pnlFeeds.get(conId);
    if (!open) {
      feed?.unsubscribe();
      account.pnlFeeds.delete(conId);
    } else if (feed === undefined) {
      const subscription = broker.subscribePositionPnl(account.accountId, conId, (pnl) => {
        if (following === account) tellPosition(account, book.pnl(conId, pnl, receipt()));
      });
      account.pnlFeeds.set(conId, subscription);
    }
  }

  function received(account: Following): void {
    const { epoch, atMs } = receipt();
    account.epoch = epoch;
    account.receivedMs = atMs;
    tellSummary(account);
  }

  function follow(account: Following): void {
    const isOwn = (event: { readonly accountId: string }) => event.accountId === account.accountId;
    account.streams.push(
      broker.accountValues$.subscribe((event) => {
        if (!isOwn(event)) return;
        noteRate(account, event);
        const values = withAccountValue(account.values, event);
        if (values === account.values) return;
        account.values = values;
        received(account);
      }),
      broker.pnl$.subscribe((event) => {
        if (!isOwn(event)) return;
        const { dailyPnl, unrealizedPnl, realizedPnl } = event;
        account.pnl = { dailyPnl, unrealizedPnl, realizedPnl };
        received(account);
      }),
      broker.positions$.subscribe((event) => {
        if (!isOwn(event)) return;
        words += 1;
        toldIn(account).set(event.conId, words);
        tellPosition(account, book.position(event, receipt()));
      }),
      broker.portfolio$.subscribe((event) => {
        if (!isOwn(event)) return;
        account.portfolio.set(event.conId, { epoch: broker.snapshot().epoch, event });
        const closed = toldIn(account).has(event.conId) && !book.has(event.conId);
        if (!closed) tellPosition(account, book.portfolio(event, receipt()));
      }),
      broker.connection$.subscribe(tellWhenStalenessChanges(account)),
    );
    broker.watchAccount(account.accountId);
  }

  function toldIn(account: Following): Map<ConId, number> {
    const { epoch } = broker.snapshot();
    if (account.told.epoch !== epoch) account.told = { epoch, count: new Map() };
    return account.told.count;
  }

  function tellWhenStalenessChanges(account: Following): (snapshot: ConnectionSnapshot) => void {
    let before = feedOf(broker.snapshot());
    return (snapshot) => {
      const now = feedOf(snapshot);
      if (now === before) return;
      before = now;
      tellSummary(account);
      for (const position of book.all()) tellPosition(account, position);
    };
  }

  function reset(): void {
    if (following === null) return;
    for (const stream of following.streams) stream.unsubscribe();
    for (const feed of following.pnlFeeds.values()) feed.unsubscribe();
    following = null;
    book.clear();
  }

  return {
    start(accountId) {
      if (following?.accountId === accountId) return;
      reset();
      const account: Following = {
        accountId,
        values: noAccountValues,
        pnl: { dailyPnl: null, unrealizedPnl: null, realizedPnl: null },
        receivedMs: null,
        epoch: null,
        streams: [],
        pnlFeeds: new Map(),
        told: { epoch: -1, count: new Map() },
        listedEpoch: null,
        rates: new Map(),
        portfolio: new Map(),
        flags: new Map(),
      };
      following = account;
      follow(account);
      tellSummary(account);
    },
    reset,
    summary: () => (following === null ? null : summaryOf(following)),
    positions: () => book.all().map(shown),
    positionsKnown: () => following?.listedEpoch === broker.snapshot().epoch,
    rateToBase: (currency) =>
      currency === following?.values.currency ? one : (following?.rates.get(currency) ?? null),
    portfolio: () =>
      [...(following?.portfolio.values() ?? [])]
        .filter(({ epoch }) => epoch === broker.snapshot().epoch)
        .map(({ event }) => event),
    flag(conId, unexplained) {
      const account = following;
      if (account === null) return;
      if (unexplained === null) account.flags.delete(conId);
      else account.flags.set(conId, unexplained);
      const position = book.all().find((held) => held.conId === conId);
      if (position !== undefined) tellPosition(account, position);
    },
    onSummary: (listener) => added(summaryListeners, listener),
    onPosition: (listener) => added(positionListeners, listener),
    positionMark: () => words,
    applySnapshot(positions, mark = -1) {
      const account = following;
      if (account === null) return;
      account.listedEpoch = broker.snapshot().epoch;
      const own = positions.filter((position) => position.accountId === account.accountId);
      const reported = new Set(own.map((position) => position.conId));
      // What was told one by one came in its order; by now it may be newer than the list.
      const told = toldIn(account);
      const isNewer = (conId: ConId) => (told.get(conId) ?? -1) > mark;
      for (const event of own) {
        if (!isNewer(event.conId)) tellPosition(account, book.position(event, receipt()));
      }
      for (const { conId } of book.all()) {
        if (reported.has(conId) || isNewer(conId)) continue;
        log.info('a position is no longer reported', { conId });
        tellPosition(account, book.close(conId, receipt()));
      }
    },
  };
}

const one = decimalText(exact(1));

/** Source: TWS API, account updates, key ExchangeRate: one row for each currency of the account. */
function noteRate(account: Following, { tag, currency, value }: AccountValueEvent): void {
  if (tag !== 'ExchangeRate' || currency === '' || currency === 'BASE') return;
  const rate = moneyFromText(value);
  if (rate !== null && exact(rate).greaterThan(0)) account.rates.set(currency, rate);
}

/** Whether account data flows: a market data farm that is down does not concern it. */
function isFed({ state }: ConnectionSnapshot): boolean {
  if (state.kind === 'degraded') return state.reason.cause === 'farm-down';
  return state.kind === 'ready' || state.kind === 'reconciling';
}

/** Changes whenever staleness may. */
function feedOf(snapshot: ConnectionSnapshot): number {
  return isFed(snapshot) ? snapshot.epoch : -1;
}

function added<T>(listeners: Set<(value: T) => void>, listener: (value: T) => void): () => void {
  const own = (value: T) => listener(value);
  listeners.add(own);
  return () => {
    listeners.delete(own);
  };
}
