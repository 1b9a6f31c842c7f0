import { join } from 'node:path';
import type { Measurement } from '../measurement';
import { appEntry, benchEntry } from '../paths';
import { openElectronWindow } from '../processes/electron-window';
import { withTemporaryFolder } from '../processes/temporary-folder';
import { median, shortNumber } from '../statistics';

const rounds = 9;
const freshRounds = 3;

async function startOnce(entry: string, dataFolder: string, readyWhen: string): Promise<number> {
  const window = await openElectronWindow({ entry, args: [`--user-data-dir=${dataFolder}`], readyWhen });
  await window.close();
  return window.readyAfterMs;
}

const startApp = (dataFolder: string): Promise<number> =>
  startOnce(appEntry, dataFolder, "document.documentElement.dataset.usable === 'true'");
const startEmpty = (dataFolder: string): Promise<number> =>
  startOnce(benchEntry('empty-window'), dataFolder, "document.readyState === 'complete'");

/** From starting the process to a painted, usable window: the built app against an Electron window without a page. */
export const coldStart: Measurement = {
  id: 'cold-start',
  title: 'start to usable window',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const appFolder = join(folder, 'app');
      const emptyFolder = join(folder, 'empty');
      // Once each, so that data files, code caches and the file cache of the system are there.
      const first = [await startApp(appFolder)];
      await startEmpty(emptyFolder);
      const ours: number[] = [];
      const empty: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        empty.push(await startEmpty(emptyFolder));
        ours.push(await startApp(appFolder));
      }
      for (let round = 1; round < freshRounds; round += 1)
        first.push(await startApp(join(folder, `app-${round}`)));
      return {
        name: 'start to usable window',
        unit: 'ms',
        subject: median(ours),
        baseline: median(empty),
        target: { kind: 'ratio-at-most', limit: 1.5 },
        notes: [
          `Median of ${rounds} interleaved starts each, on data folders that were used once before.`,
          'Tradewind: until the window shows its state and takes input. Baseline: until a blank page is painted.',
          `Tradewind on a new data folder: ${shortNumber(median(first))} ms (median of ${freshRounds}).`,
        ],
      };
    }),
};
