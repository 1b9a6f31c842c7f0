import { join } from 'node:path';
import * as z from 'zod';
import type { Measurement } from '../measurement';
import { appEntry } from '../paths';
import { openElectronWindow } from '../processes/electron-window';
import { withTemporaryFolder } from '../processes/temporary-folder';
import { median, percentile, summary } from '../statistics';

const bars = 10_000;
/** Instruments of the simulator; each is loaded once and then read from the cache again and again. */
const conIds = [265_598, 272_093, 4_815_747];
const readsPerInstrument = 40;

const answerSchema = z.object({
  loadMs: z.number(),
  loadedCount: z.number(),
  loadedFromCache: z.number(),
  cachedMs: z.array(z.number()),
  cachedCounts: z.array(z.number()),
});

/** Runs in the page: it is the renderer that asks, and the clock stops when the columns are in its hands. */
function pageScript(conId: number): string {
  return `(async () => {
    const series = { conId: ${conId}, barSize: '2 mins', regularHoursOnly: true };
    const timed = async (name, input) => {
      const startedMs = performance.now();
      const answer = await window.tradewind.request(name, input);
      const tookMs = performance.now() - startedMs;
      if (!answer.ok) throw new Error(answer.error.text);
      return { tookMs, count: answer.value.bars.timeMs.length, cached: answer.value.cachedCount };
    };
    const load = await timed('bars.load', { ...series, endMs: null, limit: ${bars} });
    const reads = [];
    for (let read = 0; read < ${readsPerInstrument}; read += 1)
      reads.push(await timed('bars.cached', { ...series, limit: ${bars} }));
    return {
      loadMs: load.tookMs,
      loadedCount: load.count,
      loadedFromCache: load.cached,
      cachedMs: reads.map(({ tookMs }) => tookMs),
      cachedCounts: reads.map(({ count }) => count),
    };
  })()`;
}

/** From a request in the page to 10,000 bars in its hands: out of the cache, and from the built-in simulator. */
export const cachedBars: Measurement = {
  id: 'cached-bars',
  title: '10,000 cached bars to the renderer',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const window = await openElectronWindow({
        entry: appEntry,
        args: [`--user-data-dir=${join(folder, 'data')}`],
        readyWhen: "document.documentElement.dataset.connection === 'ready'",
      });
      try {
        const loads: number[] = [];
        const reads: number[] = [];
        for (const conId of conIds) {
          const answer = await window.evaluate(pageScript(conId), answerSchema);
          if (answer.loadedCount !== bars || answer.loadedFromCache !== 0)
            throw new Error(`The load gave ${answer.loadedCount} bars, ${answer.loadedFromCache} cached.`);
          if (!answer.cachedCounts.every((count) => count === bars))
            throw new Error(`The cache gave ${Math.min(...answer.cachedCounts)} bars.`);
          loads.push(answer.loadMs);
          reads.push(...answer.cachedMs);
        }
        return {
          name: '10,000 cached bars to the renderer, p99',
          unit: 'ms',
          subject: percentile(reads, 0.99),
          baseline: median(loads),
          target: { kind: 'value-below', limit: 50 },
          notes: [
            `Tradewind: bars.cached in the page of the built app until the columns are there: ${summary(reads, 'ms')}.`,
            `Baseline: bars.load of the same series from the built-in simulator, nothing cached: ${summary(loads, 'ms')}.`,
          ],
        };
      } finally {
        await window.close();
      }
    }),
};
