import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { systemClock } from '../../src/main/platform/clock';
import { silentLogger } from '../../src/main/platform/logger';
import { createStorage } from '../../src/main/storage/storage-client';
import type { Measurement } from '../measurement';
import { appMainFolder, benchEntry } from '../paths';
import { type Child, startChild } from '../processes/child';
import { openElectronWindow } from '../processes/electron-window';
import { withTemporaryFolder } from '../processes/temporary-folder';
import { median, shortNumber, summary } from '../statistics';
import { type FromGateway, fromGatewaySchema, type ToGateway } from './gateway-protocol';
import { conIdAt, probeAgeScript, probeConId, symbolCount, ticksPerSecond } from './tick-symbols';

const rounds = 5;
const roundMs = 4_000;
/** Long enough that the code has been compiled for good: a trading day is longer still. */
const warmUpMs = 10_000;
/** What a client may leave in its socket: a tenth of a second of ticks and some. */
const maxBacklogBytes = 200_000;
const appClientId = 11;
const bareClientId = 12;

/** The tick gateway's process, as the measurement speaks to it. */
function gatewayOf(child: Child) {
  const next = <T>(read: (message: FromGateway) => T | null): Promise<T> =>
    child.next((raw) => read(fromGatewaySchema.parse(raw)), 60_000);
  const send = (message: ToGateway): void => child.send(message);
  return {
    port: () => next((message) => (message.kind === 'listening' ? message.port : null)),
    subscribed: (clientId: number) =>
      next((message) => (message.kind === 'subscribed' && message.clientId === clientId ? true : null)),
    stream: (on: boolean) => send({ op: 'stream', on }),
    count() {
      const answer = next((message) => (message.kind === 'count' ? message : null));
      send({ op: 'count' });
      return answer;
    },
  };
}

type TickGateway = ReturnType<typeof gatewayOf>;

/** CPU of processes in percent of one core while ticks stream to them. */
async function cpuWhileStreaming(
  gateway: TickGateway,
  processes: readonly (() => Promise<number>)[],
): Promise<readonly number[]> {
  const readAll = (): Promise<readonly number[]> => Promise.all(processes.map((cpuMs) => cpuMs()));
  const before = await gateway.count();
  const startedMs = performance.now();
  const cpuBefore = await readAll();
  await pause(roundMs);
  const cpuAfter = await readAll();
  const seconds = (performance.now() - startedMs) / 1_000;
  const after = await gateway.count();
  const rate = (after.ticks - before.ticks) / seconds;
  if (rate < 0.9 * ticksPerSecond || after.backlogBytes > maxBacklogBytes)
    throw new Error(
      `${rate.toFixed(0)} ticks a second went out, ${after.backlogBytes} bytes were not taken.`,
    );
  return cpuAfter.map((cpuMs, index) => (cpuMs - (cpuBefore[index] ?? Number.NaN)) / seconds / 10);
}

/** The watchlist that the app will open with. */
async function writeWatchlist(directory: string): Promise<void> {
  const storage = createStorage({
    worker: pathToFileURL(join(appMainFolder, 'storage-worker.js')),
    directory,
    clock: systemClock,
    log: silentLogger,
  });
  await storage.start();
  await storage.putDocument(
    'watchlist.ib',
    Array.from({ length: symbolCount }, (_, index) => conIdAt(index)),
  );
  await storage.stop();
}

/** Runs in the page: from the moment that a tick was written to the frame in which its cell shows it. */
const latencyScript = `new Promise((resolve) => {
  const ageOf = ${probeAgeScript};
  const cell = document.querySelector('[data-con-id="${probeConId}"] [data-column="last"]');
  const ages = [];
  let shown = cell.textContent;
  const untilMs = performance.now() + ${roundMs};
  const look = () => {
    if (cell.textContent !== shown) {
      shown = cell.textContent;
      ages.push(ageOf(Number(shown.replaceAll(',', ''))));
    }
    if (performance.now() < untilMs) requestAnimationFrame(look);
    else resolve(ages);
  };
  look();
})`;

/** Main-process CPU from the wire to the renderer's frame, against the library that only decodes. */
export const tickStream: Measurement = {
  id: 'tick-stream',
  title: `${ticksPerSecond.toLocaleString('en')} ticks a second over ${symbolCount} markets`,
  run: () =>
    withTemporaryFolder(async (folder) => {
      await writeWatchlist(folder);
      const gatewayProcess = startChild('node', [benchEntry('tick-gateway')]);
      const gateway = gatewayOf(gatewayProcess);
      try {
        const port = await gateway.port();
        const bareSubscribed = gateway.subscribed(bareClientId);
        const bare = startChild('node', [benchEntry('bare-library'), String(port), String(bareClientId)]);
        const appSubscribed = gateway.subscribed(appClientId);
        const window = await openElectronWindow({
          entry: benchEntry('streaming-app'),
          args: [
            `--user-data-dir=${folder}`,
            `--gateway=127.0.0.1:${port}`,
            `--client-id=${appClientId}`,
            '--profile=paper',
          ],
          readyWhen: "document.documentElement.dataset.connection === 'ready'",
        });
        try {
          await Promise.all([bareSubscribed, appSubscribed]);
          const bareCpu = async (): Promise<number> => {
            const answer = bare.next((raw) => z.object({ cpuMs: z.number() }).parse(raw).cpuMs, 10_000);
            bare.send({ op: 'cpu' });
            return answer;
          };
          gateway.stream(true);
          await pause(warmUpMs);
          const ours: number[] = [];
          const theirs: number[] = [];
          for (let round = 0; round < rounds; round += 1) {
            const [app, library] = await cpuWhileStreaming(gateway, [() => window.cpuMs(), bareCpu]);
            ours.push(app ?? Number.NaN);
            theirs.push(library ?? Number.NaN);
          }
          const ages = await window.evaluate(latencyScript, z.array(z.number()));
          gateway.stream(false);
          return {
            name: '20,000 ticks/s: wire to renderer, main process',
            unit: '% CPU',
            subject: median(ours),
            baseline: median(theirs),
            target: { kind: 'ratio-at-most', limit: 2 },
            notes: [
              'Tradewind: CPU time of the whole main process (all threads, Electron’s own included) of the app with a window that shows the quotes.',
              'Baseline: a Node process with @stoqey/ib and listeners that do nothing, on the same ticks at the same time.',
              `Percent of one core, after ${warmUpMs / 1_000} s of warming up; Tradewind ${ours.map(shortNumber).join(', ')}, baseline ${theirs.map(shortNumber).join(', ')}.`,
              `From writing a tick to the frame that shows it in the watchlist: ${summary(ages, 'ms')}.`,
            ],
          };
        } finally {
          await window.close();
          await bare.end();
        }
      } finally {
        await gatewayProcess.end();
      }
    }),
};
