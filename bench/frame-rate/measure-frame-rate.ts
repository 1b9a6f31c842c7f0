import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Measurement } from '../measurement';
import { benchEntry } from '../paths';
import { openElectronWindow } from '../processes/electron-window';
import { withTemporaryFolder } from '../processes/temporary-folder';
import { median, shortNumber } from '../statistics';

const rounds = 3;
const settleMs = 1_500;
const measureMs = 4_000;

const resultSchema = z.object({ framesPerSecond: z.number(), longestMs: z.number() });

/** Counts animation frames in the page. */
const countFrames = `new Promise((resolve) => {
  let frames = -1;
  let startedMs = 0;
  let lastMs = 0;
  let longestMs = 0;
  const frame = (nowMs) => {
    frames += 1;
    if (frames === 0) startedMs = nowMs;
    else longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
    if (nowMs - startedMs < ${measureMs}) requestAnimationFrame(frame);
    else resolve({ framesPerSecond: (1000 * frames) / (nowMs - startedMs), longestMs });
  };
  requestAnimationFrame(frame);
})`;

const pages = {
  app: {
    name: 'app-charts',
    readyWhen: `document.querySelectorAll('.chart-surface[aria-label*="10000 bars"]').length === 4`,
  },
  plain: { name: 'plain-charts', readyWhen: "document.documentElement.dataset.benchReady === 'true'" },
} as const;

async function framesOf(page: keyof typeof pages, folder: string): Promise<z.infer<typeof resultSchema>> {
  const { name, readyWhen } = pages[page];
  const window = await openElectronWindow({
    entry: benchEntry('chart-window'),
    args: [`--user-data-dir=${join(folder, name)}`, name],
    readyWhen,
  });
  try {
    await pause(settleMs);
    return await window.evaluate(countFrames, resultSchema);
  } finally {
    await window.close();
  }
}

/** Frames a second with four charts of 10,000 bars and 100 quotes that all change in every frame. */
export const frameRate: Measurement = {
  id: 'frame-rate',
  title: 'four charts of 10,000 bars and 100 quotes',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const ours: z.infer<typeof resultSchema>[] = [];
      const plain: z.infer<typeof resultSchema>[] = [];
      for (let round = 0; round < rounds; round += 1) {
        plain.push(await framesOf('plain', folder));
        ours.push(await framesOf('app', folder));
      }
      const rate = (results: typeof ours): number => median(results.map((result) => result.framesPerSecond));
      const longest = (results: typeof ours): string =>
        shortNumber(median(results.map((result) => result.longestMs)));
      return {
        name: '4 charts of 10,000 bars, 100 quotes',
        unit: 'fps',
        subject: rate(ours),
        baseline: rate(plain),
        target: { kind: 'ratio-at-least', limit: 0.9 },
        notes: [
          'Tradewind: the app’s chart panel four times and its watchlist, fed over a message port in the app’s own protocol.',
          'Baseline: lightweight-charts and table cells in a plain page, fed by a timer, one chart drawn per frame.',
          `Longest time between two frames: ${longest(ours)} ms and ${longest(plain)} ms (medians of ${rounds} runs).`,
        ],
      };
    }),
};
