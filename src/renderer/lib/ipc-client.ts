import type { Result } from '../../shared/domain/result';
import { portMessage } from '../../shared/ipc/bridge';
import type { RequestError } from '../../shared/ipc/errors';
import type { RequestInput, RequestName, RequestOutput } from '../../shared/ipc/requests';
import type { StreamName, StreamParams } from '../../shared/ipc/streams';
import { createStreamClient, type ItemsListener, type StreamPort } from './stream-client';

/** Pause before a port that was closed is asked for again. */
const reopenAfterMs = 500;

const client = createStreamClient((error) => globalThis.reportError(error));

/** Asks main for something. Never rejects: what goes wrong on the way is an `internal` error. */
export async function request<N extends RequestName>(
  name: N,
  input: RequestInput<N>,
): Promise<Result<RequestOutput<N>, RequestError>> {
  try {
    return await window.tradewind.request(name, input);
  } catch (error) {
    globalThis.reportError(error);
    return {
      ok: false,
      error: { code: 'internal', text: 'The app could not handle this. Its log has the details; try again.' },
    };
  }
}

/**
 * Delivers the items of a stream until the returned function is called. It subscribes again by itself after a gap in
 * the sequence and on a new port; lossless streams begin with a `snapshot` item each time.
 */
export function subscribe<N extends StreamName>(
  stream: N,
  params: StreamParams<N>,
  onItems: ItemsListener<N>,
  onRefused?: (text: string) => void,
): () => void {
  return client.subscribe(stream, params, onItems, onRefused);
}

/** Listens for stream ports from the preload and asks for the first one. Called once, before the first render. */
export function startStreams(): void {
  let current: MessagePort | null = null;
  window.addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.source !== window || event.data !== portMessage || port === undefined) return;
    current = port;
    client.attach(asStreamPort(port));
    // Main let go of the port. When no other came in its place, ask for one, after a pause so that a failing main is
    // not flooded.
    port.addEventListener('close', () => {
      window.setTimeout(() => {
        if (current === port) window.tradewind.openPort();
      }, reopenAfterMs);
    });
  });
  window.tradewind.openPort();
}

function asStreamPort(port: MessagePort): StreamPort {
  return {
    open: (listener) => {
      port.addEventListener('message', (event) => listener(event.data));
      port.start();
    },
    send: (message) => port.postMessage(message),
    close: () => port.close(),
  };
}
