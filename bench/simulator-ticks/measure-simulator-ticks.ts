import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Measurement } from '../measurement';
import { benchEntry } from '../paths';
import { type Child, startChild } from '../processes/child';
import { median, shortNumber } from '../statistics';
import { FrameCounter } from './frame-counter';

const rounds = 5;
const roundMs = 2_000;
const warmUpMs = 3_000;
/** Stocks and funds of the simulated market. */
const symbols = ['AAPL', 'MSFT', 'NVDA', 'AMZN', 'GOOGL', 'META', 'TSLA', 'SPY', 'QQQ', 'AMD', 'JPM', 'IBM'];

const portSchema = z.object({ port: z.number() });
const cpuSchema = z.object({ cpuMs: z.number() });

async function cpuMs(child: Child): Promise<number> {
  const answer = child.next((raw) => cpuSchema.safeParse(raw).data?.cpuMs ?? null, 10_000);
  child.send({ op: 'cpu' });
  return answer;
}

interface Throughput {
  /** Frames for each second of CPU time of the server: what one core can do. */
  readonly perCpuSecond: number;
  readonly perSecond: number;
}

/** Lets a server stream to a client and counts what comes, round by round. */
async function measure(entry: string, begin: (client: FrameCounter) => void): Promise<Throughput> {
  const server = startChild('node', [benchEntry(entry)]);
  try {
    const port = await server.next((raw) => portSchema.safeParse(raw).data?.port ?? null, 20_000);
    const client = await FrameCounter.connect(port);
    begin(client);
    await pause(warmUpMs);
    const perCpuSecond: number[] = [];
    const perSecond: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const startedMs = performance.now();
      const framesBefore = client.frames;
      const cpuBefore = await cpuMs(server);
      await pause(roundMs);
      const cpu = (await cpuMs(server)) - cpuBefore;
      const frames = client.frames - framesBefore;
      perCpuSecond.push((frames / cpu) * 1_000);
      perSecond.push((frames / (performance.now() - startedMs)) * 1_000);
    }
    client.close();
    return { perCpuSecond: median(perCpuSecond), perSecond: median(perSecond) };
  } finally {
    await server.end();
  }
}

function subscribe(client: FrameCounter): void {
  client.greet();
  client.send('71', '2', '1', '');
  symbols.forEach((symbol, index) => {
    const contract = ['0', symbol, 'STK', '', '0', '', '', 'SMART', '', 'USD', '', ''];
    client.send('1', '11', String(1_000_000_000 + index), ...contract, '0', '', '0', '0', '');
  });
}

/** How many ticks the simulated gateway makes and writes with one core, against a server that only writes. */
export const simulatorTicks: Measurement = {
  id: 'simulator-ticks',
  title: 'ticks that the simulated gateway can make',
  async run() {
    const simulator = await measure('ticking-simulator', subscribe);
    const prepared = await measure('prepared-ticks', () => undefined);
    return {
      name: 'simulated gateway: ticks on one core',
      unit: 'ticks/s',
      subject: simulator.perCpuSecond,
      baseline: prepared.perCpuSecond,
      target: { kind: 'value-at-least', limit: 100_000 },
      notes: [
        `Tradewind: ticks that came over TCP from ${symbols.length} markets at the highest tick rate, for each second of CPU time of the gateway’s process; ${shortNumber(simulator.perSecond)} a second came.`,
        `Baseline: a Node server that writes prepared ticks as fast as the socket takes them; ${shortNumber(prepared.perSecond)} a second came.`,
      ],
    };
  },
};
