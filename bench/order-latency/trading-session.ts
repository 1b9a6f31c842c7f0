import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filter, firstValueFrom } from 'rxjs';
import { createAccountPin } from '../../src/main/app/account-pin';
import { NoticeLog } from '../../src/main/app/notice-log';
import { createReconciliationStore } from '../../src/main/app/reconciliation-store';
import { createRiskStore } from '../../src/main/app/risk-store';
import { createTerminal, type Terminal } from '../../src/main/app/terminal';
import { createTradingStore } from '../../src/main/app/trading-store';
import { createMemoryBarStore } from '../../src/main/history/memory-bar-store';
import { systemClock } from '../../src/main/platform/clock';
import { silentLogger } from '../../src/main/platform/logger';
import { systemRandom } from '../../src/main/platform/random';
import { createStorage } from '../../src/main/storage/storage-client';
import type { TradingStore } from '../../src/main/trading/trading-store';
import { appMainFolder } from '../paths';

/** The app's services without a window: broker session, trading, and the journal on a real disk. */
export interface TradingSession {
  readonly terminal: Terminal;
  /** Milliseconds that orders have waited for the disk so far, before they were sent. */
  readonly diskMs: () => number;
  stop(): Promise<void>;
}

/** Connects and waits until orders are allowed. */
export async function startTradingSession(
  port: number,
  clientId: number,
  directory: string,
): Promise<TradingSession> {
  const log = silentLogger;
  const storage = createStorage({
    worker: pathToFileURL(join(appMainFolder, 'storage-worker.js')),
    directory,
    clock: systemClock,
    log,
  });
  await storage.start();
  await storage.useJournalKey(systemRandom.bytes(32), 'session');
  const disk = timeDisk(createTradingStore({ storage, ready: Promise.resolve(), profile: 'simulator', log }));
  const terminal = createTerminal({
    profile: 'simulator',
    target: { kind: 'tcp', host: '127.0.0.1', port, clientId },
    barSource: 'bench',
    barStore: createMemoryBarStore().store,
    tradingStore: disk.store,
    riskStore: createRiskStore({ storage, ready: Promise.resolve(), profile: 'simulator', log }),
    reconciliationStore: createReconciliationStore({
      storage,
      ready: Promise.resolve(),
      profile: 'simulator',
      world: 'bench',
      log,
    }),
    pin: createAccountPin({ storage, ready: Promise.resolve(), profile: 'simulator', log }),
    tradingSettings: () => ({ readOnly: false, liveForbidden: false }),
    notices: new NoticeLog(() => systemClock.nowMs()),
    clock: systemClock,
    random: systemRandom,
    log,
  });
  terminal.start();
  await firstValueFrom(terminal.broker.connection$.pipe(filter(({ state }) => state.kind === 'ready')));
  return {
    terminal,
    diskMs: disk.totalMs,
    async stop() {
      await terminal.stop();
      await storage.stop();
    },
  };
}

/** A store that adds up how long an order waits for it: its idempotency key and its intent, in one transaction. */
function timeDisk(store: TradingStore): { readonly store: TradingStore; readonly totalMs: () => number } {
  let totalMs = 0;
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const startedMs = performance.now();
    const result = await work();
    totalMs += performance.now() - startedMs;
    return result;
  };
  return {
    totalMs: () => totalMs,
    store: {
      ...store,
      appendOrderIntent: (idempotencyKey, orderKey, records) =>
        timed(() => store.appendOrderIntent(idempotencyKey, orderKey, records)),
    },
  };
}
