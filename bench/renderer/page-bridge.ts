import type { Result } from '../../src/shared/domain/result';
import type { TradewindBridge } from '../../src/shared/ipc/bridge';
import { portMessage } from '../../src/shared/ipc/bridge';
import type { RequestError } from '../../src/shared/ipc/errors';
import type { FromMain, FromRenderer } from '../../src/shared/ipc/port-protocol';
import { quoteToTuple } from '../../src/shared/ipc/quote-frame';
import type { RequestName, RequestOutput } from '../../src/shared/ipc/requests';
import { emptyQuote } from '../../src/shared/domain/quote';
import { createFakeBridge } from '../../src/renderer/testing/fake-bridge';
import { fakeInstrument, listings } from '../../src/renderer/testing/fake-market';
import { chartBars, conIds, feedIntervalMs, movingBar, previousClose, quoteAt } from './moving-market';

type OwnAnswers = { readonly [N in RequestName]?: (input: unknown) => RequestOutput<N> };

/**
 * A main process inside the page: requests are answered at once, and quotes and bars come over a real message port in
 * frames of the app's own protocol. What the benchmark does not care about is left to the test's fake.
 */
export function createPageBridge(): TradewindBridge {
  const startMs = Date.now();
  const bars = chartBars(startMs);
  const fakePorts: MessagePort[] = [];
  const fake = createFakeBridge({
    seed: 7,
    profile: 'simulator',
    theme: 'dark',
    state: { kind: 'ready' },
    warnings: [],
    unofficialRuntime: false,
    empty: true,
    now: () => startMs,
    deliverPort: (port) => fakePorts.push(port),
  });
  const [listing] = listings;
  if (listing === undefined) throw new RangeError('there are no listings');

  const own: OwnAnswers = {
    'watchlist.get': () => ({ conIds: [...conIds] }),
    'bars.cached': () => ({ bars, reachedStart: true, cachedCount: 0 }),
    'bars.load': () => ({ bars, reachedStart: true, cachedCount: 0 }),
    'instrument.get': (input) => {
      const conId = conIds.find((candidate) => isAbout(input, candidate)) ?? listing.conId;
      return { ...fakeInstrument(listing, startMs), conId, symbol: `T${conId % 1_000}` };
    },
  };

  return {
    async request(name, input) {
      const answer: ((input: unknown) => RequestOutput<typeof name>) | undefined = own[name];
      if (answer === undefined) return fake.request(name, input);
      const result: Result<RequestOutput<typeof name>, RequestError> = { ok: true, value: answer(input) };
      return result;
    },
    openPort() {
      fake.openPort();
      const other = fakePorts.at(-1);
      if (other !== undefined) window.postMessage(portMessage, '*', [feedPort(other, bars)]);
    },
  };
}

function isAbout(input: unknown, conId: number): boolean {
  return typeof input === 'object' && input !== null && 'conId' in input && input.conId === conId;
}

/** A port that serves `quotes` and `bars` itself and passes everything else on to the fake's. */
function feedPort(other: MessagePort, bars: ReturnType<typeof chartBars>): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const subscriptions = new Map<number, { readonly stream: string; sequence: number }>();
  const post = (message: FromMain): void => port1.postMessage(message);
  port1.addEventListener('message', ({ data }: MessageEvent<FromRenderer>) => {
    if (data.op === 'subscribe' && (data.stream === 'quotes' || data.stream === 'bars'))
      subscriptions.set(data.id, { stream: data.stream, sequence: 0 });
    else if (data.op === 'unsubscribe' && subscriptions.delete(data.id)) return;
    else other.postMessage(data);
  });
  other.addEventListener('message', ({ data }: MessageEvent<FromMain>) => post(data));
  port1.start();
  other.start();

  let step = 0;
  setInterval(() => {
    step += 1;
    const receivedMs = Date.now();
    const quotes = conIds.map((conId) => {
      const { bid, ask, last, volume } = quoteAt(conId, step);
      const quote = { ...emptyQuote(conId), bid, ask, last, volume, close: previousClose, receivedMs };
      return quoteToTuple({ ...quote, bidSize: 3, askSize: 5, lastSize: 1, type: 'live' });
    });
    const { timeMs, open, high, low, close, volume } = movingBar(bars, step);
    const bar = { kind: 'bar', bar: [timeMs, open, high, low, close, volume, close, step] };
    const parts = [...subscriptions].map(([id, subscription]) => {
      subscription.sequence += 1;
      const items = subscription.stream === 'quotes' ? quotes : [bar];
      return { id, sequence: subscription.sequence, items, dropped: 0 };
    });
    if (parts.length > 0) post({ op: 'frame', frame: step, parts });
  }, feedIntervalMs);
  return port2;
}
