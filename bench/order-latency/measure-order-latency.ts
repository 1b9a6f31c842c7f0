import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Terminal } from '../../src/main/app/terminal';
import type { OrderDraft } from '../../src/shared/domain/order';
import { systemRandom } from '../../src/main/platform/random';
import { conIdOf, decimalText } from '../domain-values';
import type { Measurement } from '../measurement';
import { sharedMonotonicMs } from '../monotonic-time';
import { benchEntry } from '../paths';
import { type Child, startChild } from '../processes/child';
import { startSimulatorProcess } from '../processes/simulator-process';
import { withTemporaryFolder } from '../processes/temporary-folder';
import { percentile, summary } from '../statistics';
import { bareSyncTimes } from './bare-sync';
import { tapMessageSchema } from './order-tap';
import { startTradingSession, type TradingSession } from './trading-session';

/** The risk gate lets 60 through in a minute. */
const orders = 58;
/** The first ones, in which code and files are warmed up, are not counted. */
const uncounted = 3;
const queuedRequests = 500;
/** Slower than the ten messages a second that are kept free for orders. */
const betweenOrdersMs = 150;
const appClientId = 1;
const libraryClientId = 2;
/** Stocks that take the orders: a gateway holds at most 20 on one side of each. */
const traded = [265_598, 272_093, 4_815_747, 756_733].map(conIdOf);

/** Keeps that many data requests waiting in the broker session's queue. */
function fillQueue(terminal: Terminal, next: { conId: number }): void {
  for (let missing = queuedRequests - terminal.broker.usage().queuedRequests; missing > 0; missing -= 1) {
    next.conId += 1;
    void terminal.broker.contractDetails({ conId: conIdOf(next.conId) });
  }
}

function orderArrival(tap: Child, clientId: number): Promise<number> {
  return tap.next((raw) => {
    const message = tapMessageSchema.parse(raw);
    return message.kind === 'order' && message.clientId === clientId ? message.atMs : null;
  }, 60_000);
}

interface AppSamples {
  /** From request to arrival, ms. */
  readonly totalMs: readonly number[];
  /** The part of it that was spent waiting for the disk, ms. */
  readonly diskMs: readonly number[];
}

async function measureApp({ terminal, diskMs }: TradingSession, tap: Child): Promise<AppSamples> {
  const samples: number[] = [];
  const disk: number[] = [];
  const next = { conId: 900_000_000 };
  // As in the app, where the ticket shows the quote of what it trades.
  for (const conId of traded) {
    terminal.quotes.watch(conId);
    await terminal.instruments.get(conId);
  }
  for (let count = 0; count < orders; count += 1) {
    fillQueue(terminal, next);
    await pause(betweenOrdersMs);
    const conId = traded[count % traded.length];
    if (conId === undefined) throw new RangeError('no stock to trade');
    const draft: OrderDraft = {
      conId,
      side: 'BUY',
      quantity: decimalText('1'),
      pricing: { orderType: 'LMT', limitPrice: decimalText(`${count + 1}`) },
      tif: 'DAY',
      outsideRth: false,
      bracket: null,
    };
    // The ticket has shown margin and commission by the time that the button is pressed.
    const preview = await terminal.trading.whatIf(draft);
    if (!preview.ok) throw new Error(preview.error.text);
    const arrival = orderArrival(tap, appClientId);
    const diskBeforeMs = diskMs();
    const askedMs = sharedMonotonicMs();
    const answer = await terminal.trading.place({
      idempotencyKey: systemRandom.uuid(),
      epoch: terminal.broker.snapshot().epoch,
      draft,
    });
    if (!answer.ok) throw new Error(answer.error.text);
    const tookMs = (await arrival) - askedMs;
    if (count < uncounted) continue;
    samples.push(tookMs);
    disk.push(diskMs() - diskBeforeMs);
  }
  return { totalMs: samples, diskMs: disk };
}

async function measureLibrary(tapPort: number, tap: Child): Promise<number> {
  const library = startChild('node', [benchEntry('library-alone'), String(tapPort), String(libraryClientId)]);
  try {
    const arrival = orderArrival(tap, libraryClientId);
    const asked = z.object({ kind: z.literal('asked'), atMs: z.number() });
    const { atMs } = await library.next((raw) => asked.parse(raw), 20_000);
    return (await arrival) - atMs;
  } finally {
    await library.end();
  }
}

/** From an order request to its bytes at the gateway's end of the socket, while 500 data requests wait. */
export const orderLatency: Measurement = {
  id: 'order-latency',
  title: 'order request to socket, 500 data requests queued',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const simulator = await startSimulatorProcess();
      const tap = startChild('node', [benchEntry('order-tap-process'), String(simulator.port)]);
      try {
        const tapPort = await tap.next((raw) => {
          const message = tapMessageSchema.parse(raw);
          return message.kind === 'listening' ? message.port : null;
        }, 20_000);
        const session = await startTradingSession(tapPort, appClientId, folder);
        try {
          // The library mostly waits, so both can be measured at the same time.
          const [{ totalMs, diskMs }, library] = await Promise.all([
            measureApp(session, tap),
            measureLibrary(tapPort, tap),
          ]);
          return {
            name: 'order to socket behind 500 requests, p99',
            unit: 'ms',
            subject: percentile(totalMs, 0.99),
            baseline: library,
            target: { kind: 'value-below', limit: 10 },
            notes: [
              `Tradewind: from trading.place through mode proof, risk gate and the synced journal to the bytes' arrival, after the ticket's margin preview: ${summary(totalMs, 'ms')}.`,
              `Of it waiting for the disk: ${summary(diskMs, 'ms')}.`,
              `A bare write and sync on the same disk: ${summary(bareSyncTimes(folder), 'ms')}.`,
              'Baseline: @stoqey/ib alone with maxReqPerSec 40, placeOrder behind 500 reqMktData, one order.',
            ],
          };
        } finally {
          await session.stop();
        }
      } finally {
        await tap.end();
        await simulator.stop();
      }
    }),
};
