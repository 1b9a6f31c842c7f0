import type * as z from 'zod';
import type { Fill, Order } from '../../../shared/domain/order';
import type { Position } from '../../../shared/domain/account';
import type { Result } from '../../../shared/domain/result';
import type { RequestError } from '../../../shared/ipc/errors';
import type { FromMain } from '../../../shared/ipc/port-protocol';
import {
  type RequestInput,
  type RequestName,
  type RequestOutput,
  requests,
} from '../../../shared/ipc/requests';
import { type StreamItem, type StreamName, type StreamParams, streams } from '../../../shared/ipc/streams';
import type { Router } from '../../ipc/router';
import type { Sender } from '../../ipc/sender-guard';
import type { StreamHub, StreamPort } from '../../ipc/stream-hub';

type Outputs = { readonly [N in RequestName]: { readonly output: z.ZodType<RequestOutput<N>> } };
type Items = { readonly [N in StreamName]: { readonly item: z.ZodType<StreamItem<N>> } };

/** The page that the tests stand for. */
export const testSender: Sender = {
  webContentsId: 1,
  frameUrl: 'app://tradewind/index.html',
  isTopFrame: true,
};

/**
 * A window without Electron: it asks and subscribes as the renderer does. Everything crosses a structured clone, and
 * everything that comes is checked against the contract.
 */
export class TestWindow {
  readonly #router: Router;
  readonly #feeds = new Map<number, (items: readonly unknown[], sequence: number) => void>();
  #send: (message: unknown) => void = () => undefined;
  #close: () => void = () => undefined;
  #lastId = 0;

  constructor(router: Router, hub: StreamHub) {
    this.#router = router;
    const port: StreamPort = {
      postMessage: (message) => this.#receive(structuredClone(message)),
      onMessage: (listener) => {
        this.#send = (message) => listener(structuredClone(message));
      },
      onClose: (listener) => {
        this.#close = listener;
      },
      close: () => undefined,
    };
    hub.attach(port);
  }

  /** Ends the window. */
  close(): void {
    this.#close();
  }

  async request<N extends RequestName>(
    name: N,
    input: RequestInput<N>,
  ): Promise<Result<RequestOutput<N>, RequestError>> {
    const outputs: Outputs = requests;
    const answer = structuredClone(await this.#router.dispatch(testSender, name, structuredClone(input)));
    return answer.ok ? { ok: true, value: outputs[name].output.parse(answer.value) } : answer;
  }

  /** Subscribes; the array that comes back grows with each item. */
  subscribe<N extends StreamName>(name: N, params: StreamParams<N>): readonly StreamItem<N>[] {
    const definitions: Items = streams;
    const { item } = definitions[name];
    const received: StreamItem<N>[] = [];
    this.#lastId += 1;
    let lastSequence = 0;
    this.#feeds.set(this.#lastId, (items, sequence) => {
      if (sequence !== lastSequence + 1) throw new Error(`a gap in the stream ${name}`);
      lastSequence = sequence;
      for (const one of items) received.push(item.parse(one));
    });
    this.#send({ op: 'subscribe', id: this.#lastId, stream: name, params });
    return received;
  }

  #receive(message: FromMain): void {
    if (message.op === 'refused') throw new Error(message.text);
    for (const part of message.parts) this.#feeds.get(part.id)?.(part.items, part.sequence);
    this.#send({ op: 'acknowledge', frame: message.frame });
  }
}

/** The orders that a window shows after the items of the stream `orders`. */
export function shownOrders(items: readonly StreamItem<'orders'>[]): ReadonlyMap<string, Order> {
  const shown = new Map<string, Order>();
  for (const item of items) {
    if (item.kind === 'snapshot') shown.clear();
    for (const order of item.kind === 'snapshot' ? item.orders : [item.order]) shown.set(order.id, order);
  }
  return shown;
}

/** The fills that a window shows after the items of the stream `fills`. */
export function shownFills(items: readonly StreamItem<'fills'>[]): readonly Fill[] {
  const shown = new Map<string, Fill>();
  for (const item of items) {
    if (item.kind === 'snapshot') shown.clear();
    for (const fill of item.kind === 'snapshot' ? item.fills : [item.fill]) shown.set(fill.execId, fill);
  }
  return [...shown.values()];
}

/** The open positions that a window shows after the items of the stream `positions`. */
export function shownPositions(items: readonly StreamItem<'positions'>[]): readonly Position[] {
  const shown = new Map<number, Position>();
  for (const item of items) {
    if (item.kind === 'snapshot') shown.clear();
    const changed = item.kind === 'snapshot' ? item.positions : [item.position];
    for (const position of changed) {
      if (position.quantity === '0') shown.delete(position.conId);
      else shown.set(position.conId, position);
    }
  }
  return [...shown.values()];
}
