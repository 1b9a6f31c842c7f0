import { config as rxjsConfig } from 'rxjs';
import { err, ok } from '../../shared/domain/result';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import type { Random } from '../platform/random';
import { defaultBrokerOptions } from './options';
import { IdSource } from './ids';
import type { BrokerOptions } from './options';
import type { Broker } from './port';
import { Session } from './session';
import { notConnected } from './session-context';
import { invalid } from './validate';

export interface BrokerDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly options?: Partial<BrokerOptions>;
  /**
   * Where order and request ids come from; brokers that follow each other in one app share it, so that no order id is
   * used twice even when a gateway goes back to lower ones. A source of its own by default.
   */
  readonly ids?: IdSource;
}

/** The broker on @stoqey/ib. It does nothing until `connect`. */
export function createBroker(deps: BrokerDeps): Broker {
  // rxjs throws what a subscriber throws on a timer, as an uncaught exception; a listener must not end the process.
  rxjsConfig.onUnhandledError = (error: unknown) =>
    deps.log.error('a listener failed', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  const session = new Session({
    ...deps,
    ids: deps.ids ?? new IdSource(),
    options: { ...defaultBrokerOptions, ...deps.options },
  });
  const { connection, notices, quotes, history, liveBars, reference, orders, account } = session;
  return {
    connection$: connection.asObservable(),
    notices$: notices.asObservable(),
    orderEvents$: orders.events.asObservable(),
    accountValues$: account.values.asObservable(),
    positions$: account.positions.asObservable(),
    portfolio$: account.portfolio.asObservable(),
    pnl$: account.pnl.asObservable(),
    messageLog: session.messageLog,
    snapshot: () => connection.value,
    usage: () => ({
      marketDataLines: quotes.lines,
      historicalRequests: session.historyQueue.open + liveBars.open,
      queuedRequests: session.scheduler.queued + session.historyQueue.waiting,
    }),

    connect: (target) => session.connect(target),
    reconnectNow: () => session.reconnectNow(),
    disconnect: () => session.disconnect(),
    async stop() {
      await session.disconnect();
      for (const subject of [
        connection,
        notices,
        orders.events,
        account.values,
        account.positions,
        account.portfolio,
        account.pnl,
      ]) {
        subject.complete();
      }
    },

    subscribeQuote: (contract, sink) => quotes.subscribe(contract, sink),
    searchInstruments: (pattern) => reference.search(pattern),
    contractDetails: (query) => reference.details(query),
    historicalBars: (request) => history.bars(request),
    liveBars: (request, onBar, onGap) => liveBars.subscribe(request, onBar, onGap),
    headTimestamp: (contract, whatToShow, regularHoursOnly) =>
      history.headTimestamp(contract, whatToShow, regularHoursOnly),
    scan: (request) => session.scanner.scan(request),
    scannerParameters: () => session.scanner.parameters(),
    newsProviders: () => session.news.providers(),
    historicalNews: (request) => session.news.headlines(request),
    newsArticle: (providerCode, articleId) => session.news.article(providerCode, articleId),
    subscribePositionPnl: (accountId, conId, onPnl) => account.watchPosition(accountId, conId, onPnl),

    takeOrderIds(count) {
      if (!Number.isInteger(count) || count < 1 || count > 100)
        return invalid('The number of order ids is not valid.');
      if (!session.started) return err(notConnected);
      const ids = session.ids.takeOrderIds(count);
      return ids === null
        ? invalid(
            'The gateway has used up its order ids. Reset the API order id sequence in its API settings.',
          )
        : ok(ids);
    },
    placeOrder: (epoch, order) => orders.place(epoch, order),
    cancelOrder: (orderId) => orders.cancel(orderId),
    globalCancel: () => orders.globalCancel(),
    whatIf: (order, urgent) => session.whatIfs.ask(order, urgent),

    requestOpenOrders: () => orders.openOrders(),
    requestCompletedOrders: () => orders.completedOrders(),
    requestExecutions: () => orders.executions(),
    requestPositions: () => account.requestPositions(),
    watchAccount: (accountId) => account.watch(accountId),
    markReconciled: (epoch) => session.markReconciled(epoch),
  };
}
