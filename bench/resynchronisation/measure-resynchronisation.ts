import { createServer, type Socket } from 'node:net';
import { connect } from 'node:net';
import { filter, firstValueFrom, startWith } from 'rxjs';
import type { Terminal } from '../../src/main/app/terminal';
import { systemRandom } from '../../src/main/platform/random';
import { conIdOf, decimalText } from '../domain-values';
import type { Measurement } from '../measurement';
import { startTradingSession } from '../order-latency/trading-session';
import { startSimulatorProcess } from '../processes/simulator-process';
import { withTemporaryFolder } from '../processes/temporary-folder';
import { median, summary } from '../statistics';

const subscriptions = 100;
const workingOrders = 50;
const rounds = 5;
/** Stocks that take the orders: a gateway holds at most 20 on one side of each. */
const traded = [265_598, 272_093, 4_815_747].map(conIdOf);

/** A line between app and gateway that can be cut. */
interface Line {
  readonly port: number;
  cut(): void;
  close(): Promise<void>;
}

function openLine(gatewayPort: number): Promise<Line> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const gateway = connect({ host: '127.0.0.1', port: gatewayPort });
    for (const [one, other] of [
      [client, gateway],
      [gateway, client],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return new Promise((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      const port = address !== null && typeof address !== 'string' ? address.port : 0;
      resolve({
        port,
        cut,
        close: async () => {
          cut();
          await new Promise<void>((closed) => void server.close(() => closed()));
        },
      });
    });
  });
}

async function placeOrders(terminal: Terminal): Promise<void> {
  for (let count = 0; count < workingOrders; count += 1) {
    const conId = traded[count % traded.length];
    if (conId === undefined) throw new RangeError('no stock to trade');
    const answer = await terminal.trading.place({
      idempotencyKey: systemRandom.uuid(),
      epoch: terminal.broker.snapshot().epoch,
      draft: {
        conId,
        side: 'BUY',
        quantity: decimalText('1'),
        pricing: { orderType: 'LMT', limitPrice: decimalText(`${20 + (count % 15)}.${10 + count}`) },
        tif: 'GTC',
        outsideRth: false,
        bracket: null,
      },
    });
    if (!answer.ok) throw new Error(answer.error.text);
  }
}

function workingCount(terminal: Terminal): number {
  return terminal.trading.orders().filter((order) => order.state === 'working').length;
}

/** What is cut off before the gateway has it never arrives: every order is acknowledged first. */
async function ordersWork(terminal: Terminal): Promise<void> {
  await firstValueFrom(
    terminal.tradingChanges$.pipe(
      startWith(null),
      filter(() => workingCount(terminal) === workingOrders),
    ),
  );
}

/** Every line has had a tick that came after this moment. */
async function everyQuoteFrom(terminal: Terminal, conIds: readonly number[], sinceMs: number): Promise<void> {
  const missing = new Set(conIds);
  const isFresh = (conId: number): boolean => {
    const quote = terminal.quotes.get(conIdOf(conId));
    return !quote.stale && quote.receivedMs !== null && quote.receivedMs >= sinceMs;
  };
  await new Promise<void>((resolve) => {
    const look = (): void => {
      for (const conId of missing) if (isFresh(conId)) missing.delete(conId);
      if (missing.size > 0) return;
      stop();
      resolve();
    };
    const stop = terminal.quotes.onChange(look);
    look();
  });
}

/** From the loss of the connection to orders compared and every quote there again, against the bare messages. */
export const resynchronisation: Measurement = {
  id: 'resynchronisation',
  title: `reconnect with ${subscriptions} subscriptions and ${workingOrders} orders`,
  run: () =>
    withTemporaryFolder(async (folder) => {
      const simulator = await startSimulatorProcess();
      const line = await openLine(simulator.port);
      const session = await startTradingSession(line.port, 1, folder);
      try {
        const { terminal } = session;
        const conIds = await listedConIds(terminal);
        for (const conId of conIds) terminal.quotes.watch(conIdOf(conId));
        await everyQuoteFrom(terminal, conIds, 0);
        await placeOrders(terminal);
        await ordersWork(terminal);
        const ready: number[] = [];
        const quotes: number[] = [];
        for (let round = 0; round < rounds; round += 1) {
          const { epoch } = terminal.broker.snapshot();
          line.cut();
          await firstValueFrom(terminal.broker.connection$.pipe(filter((now) => now.epoch > epoch)));
          const startedMs = performance.now();
          const sinceMs = Date.now();
          await firstValueFrom(
            terminal.broker.connection$.pipe(
              filter((now) => now.epoch > epoch && now.state.kind === 'ready'),
            ),
          );
          ready.push(performance.now() - startedMs);
          await everyQuoteFrom(terminal, conIds, sinceMs);
          quotes.push(performance.now() - startedMs);
          if (workingCount(terminal) !== workingOrders)
            throw new Error(`${workingCount(terminal)} orders are shown as working.`);
        }
        // TWS takes 50 messages a second; the session sends at most 30 of those that are no orders.
        const leastMs = ((subscriptions - 30) / 30) * 1_000;
        return {
          name: `reconnect: orders compared, ${subscriptions} quotes back`,
          unit: 'ms',
          subject: median(quotes),
          baseline: leastMs,
          target: { kind: 'ratio-at-most', limit: 1.5 },
          notes: [
            `Tradewind: from the start of the new connection until every quote is live again: ${summary(quotes, 'ms')}.`,
            `Until the ${workingOrders} orders are compared with the gateway and orders may be sent: ${summary(ready, 'ms')}.`,
            `Baseline: what ${subscriptions} requests take at the rate that leaves room for orders, 30 a second, and nothing else.`,
          ],
        };
      } finally {
        await session.stop();
        await line.close();
        await simulator.stop();
      }
    }),
};

/** Instruments of the simulated gateway, stocks first, then their options. */
async function listedConIds(terminal: Terminal): Promise<readonly number[]> {
  const conIds = new Set<number>();
  for (const [symbol, secType] of [
    ['AAPL', 'STK'],
    ['MSFT', 'STK'],
    ['NVDA', 'STK'],
    ['AAPL', 'OPT'],
  ] as const) {
    const found = await terminal.broker.contractDetails({ symbol, secType });
    if (!found.ok) throw new Error(found.error.text);
    for (const { conId } of found.value) conIds.add(conId);
    if (conIds.size >= subscriptions) break;
  }
  return [...conIds].slice(0, subscriptions);
}
