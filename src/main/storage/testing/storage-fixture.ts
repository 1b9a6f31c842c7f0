import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type BarColumns, columnsFromBars } from '../../../shared/domain/bar';
import { systemClock } from '../../platform/clock';
import { silentLogger } from '../../platform/logger';
import type { SeriesKey, Storage, StorageReport } from '../storage';
import { createStorage } from '../storage-client';
import { startInProcessThread } from './in-process-thread';

/** A folder of its own for a test, removed at its end. */
export function temporaryDirectory(): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tradewind-storage-'));
  onTestFinished(() => fs.rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Storage on the test's own thread, started; it is stopped at the end of the test. */
export async function openStorage(
  directory: string,
  options: { readonly maximumBars?: number } = {},
): Promise<{ readonly storage: Storage; readonly report: StorageReport }> {
  const storage = createStorage({
    worker: () => startInProcessThread(options),
    directory,
    log: silentLogger,
    clock: systemClock,
  });
  onTestFinished(() => storage.stop());
  return { storage, report: await storage.start() };
}

/** A series of five-minute bars of the simulator. */
export const exampleSeries: SeriesKey = {
  profile: 'simulator',
  source: 'seed-1',
  conId: 265598,
  barSize: '5 mins',
  whatToShow: 'TRADES',
  regularHoursOnly: true,
};

/** Length of the bars of {@link exampleSeries}. */
export const exampleBarMs = 300_000;

/** Bars number `from` to `to - 1` of {@link exampleSeries}; `close` sets a version of them apart from another. */
export function exampleBars(from: number, to: number, close = 100): BarColumns {
  return columnsFromBars(
    Array.from({ length: to - from }, (_, index) => ({
      timeMs: (from + index) * exampleBarMs,
      open: 99.5,
      high: 101.25,
      low: 98.75,
      close,
      volume: 1_000 + from + index,
      wap: 100.125,
      count: 12,
    })),
  );
}
