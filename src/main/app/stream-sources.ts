import { quoteToTuple } from '../../shared/ipc/quote-frame';
import type { AppStatus } from '../../shared/ipc/streams';
import type { StreamSources } from '../ipc/stream-hub';
import type { Clock } from '../platform/clock';
import type { NoticeLog } from './notice-log';
import type { Terminal } from './terminal';
import type { Warnings } from './warnings';

/** How often the counters of the status bar are read, ms. */
const statusIntervalMs = 1_000;

export interface StreamSourceDeps {
  /** The terminal of the current profile; null while one is being made. */
  readonly terminal: () => Terminal | null;
  /** The status while there is no terminal. */
  readonly idleStatus: () => AppStatus;
  readonly warnings: Warnings;
  readonly notices: NoticeLog;
  readonly clock: Clock;
}

/** Where each stream of the contract gets its items. Sources are opened anew when the terminal changes. */
export function createStreamSources(deps: StreamSourceDeps): StreamSources {
  const none = (): void => undefined;
  return {
    status(_params, sink) {
      const terminal = deps.terminal();
      const produce = (): AppStatus =>
        terminal === null ? deps.idleStatus() : { ...terminal.status(), warnings: deps.warnings.all() };
      const push = (): void => sink.push('status', produce);
      push();
      const ends = [deps.warnings.listen(push)];
      const changes = terminal?.statusChanged$.subscribe(push);
      let cancel = none;
      const tick = (): void => {
        cancel = deps.clock.after(statusIntervalMs, () => {
          push();
          tick();
        });
      };
      tick();
      return () => {
        cancel();
        changes?.unsubscribe();
        for (const end of ends) end();
      };
    },

    quotes({ conIds }, sink) {
      const terminal = deps.terminal();
      if (terminal === null) return none;
      const { quotes } = terminal;
      const producers = new Map(conIds.map((conId) => [conId, () => quoteToTuple(quotes.get(conId))]));
      const end = quotes.onChange((conId) => {
        const produce = producers.get(conId);
        if (produce !== undefined) sink.push(conId, produce);
      });
      const watches = conIds.map((conId) => quotes.watch(conId));
      for (const [conId, produce] of producers) sink.push(conId, produce);
      return () => {
        end();
        for (const watch of watches) watch.unsubscribe();
      };
    },

    bars({ conId, barSize, regularHoursOnly }, sink) {
      const terminal = deps.terminal();
      if (terminal === null) return none;
      const live = terminal.history.live(
        terminal.series(conId, barSize, regularHoursOnly),
        (bar) =>
          sink.push(bar.timeMs, () => ({
            kind: 'bar',
            bar: [bar.timeMs, bar.open, bar.high, bar.low, bar.close, bar.volume, bar.wap, bar.count],
          })),
        () => {
          const atMs = deps.clock.nowMs();
          sink.push('gap', () => ({ kind: 'gap', atMs }));
        },
      );
      return () => live.unsubscribe();
    },

    orders(_params, sink) {
      const terminal = deps.terminal();
      if (terminal === null) return none;
      const all = (): void =>
        sink.push('orders', () => ({ kind: 'snapshot', orders: [...terminal.trading.orders()] }));
      all();
      const changes = terminal.tradingChanges$.subscribe((change) => {
        if (change.kind === 'order') sink.push('orders', () => ({ kind: 'upsert', order: change.order }));
        if (change.kind === 'reset') all();
      });
      return () => changes.unsubscribe();
    },

    fills(_params, sink) {
      const terminal = deps.terminal();
      if (terminal === null) return none;
      const all = (): void =>
        sink.push('fills', () => ({ kind: 'snapshot', fills: [...terminal.trading.fills()] }));
      all();
      const changes = terminal.tradingChanges$.subscribe((change) => {
        if (change.kind === 'fill') sink.push('fills', () => ({ kind: 'upsert', fill: change.fill }));
        if (change.kind === 'reset') all();
      });
      return () => changes.unsubscribe();
    },

    account(_params, sink) {
      const terminal = deps.terminal();
      if (terminal === null) return none;
      const { account } = terminal;
      const push = (): void => {
        const summary = account.summary();
        if (summary !== null) sink.push('summary', () => account.summary() ?? summary);
      };
      push();
      return account.onSummary(push);
    },

    positions(_params, sink) {
      const terminal = deps.terminal();
      if (terminal === null) return none;
      const { account } = terminal;
      sink.push('positions', () => ({ kind: 'snapshot', positions: [...account.positions()] }));
      return account.onPosition((position) => sink.push('positions', () => ({ kind: 'upsert', position })));
    },

    reconciliation(_params, sink) {
      const terminal = deps.terminal();
      if (terminal === null) return none;
      const push = (): void => sink.push('reconciliation', () => terminal.trading.reconciliation.state());
      push();
      const changes = terminal.reconciliationChanged$.subscribe(push);
      return () => changes.unsubscribe();
    },

    notices(_params, sink) {
      for (const notice of deps.notices.all()) sink.push('notices', () => notice);
      return deps.notices.listen((notice) => sink.push('notices', () => notice));
    },
  };
}
