import type { IBApi } from '@stoqey/ib';
import { err, ok } from '../../shared/domain/result';
import type { Clock } from '../platform/clock';
import { classifyRequestError } from './errors';
import type { GatewayLink } from './gateway-link';
import type { IdSource } from './ids';
import type { BrokerError, BrokerResult } from './port';
import type { Lane, LaneScheduler } from './scheduler';

/** Handles an error that the gateway sent for a request id. */
export type RequestErrorHandler = (code: number, text: string) => void;

/** A request that waits for its answer. */
export interface PendingRequest<T> {
  readonly reqId: number;
  /** Always resolves. */
  readonly answer: Promise<BrokerResult<T>>;
  /** Gives the answer; the first call counts. */
  settle(result: BrokerResult<T>): void;
}

export interface RequestOptions {
  readonly link: GatewayLink;
  readonly lane: Lane;
  /** Counted from the moment of sending. */
  readonly timeoutMs: number;
  readonly send: (api: IBApi, reqId: number) => void;
  /** Tells the gateway to stop when no answer came in time. */
  readonly abandon?: (api: IBApi, reqId: number) => void;
  /** Called once, when the request is over in any way. */
  readonly onOver?: (reqId: number) => void;
  /** Called for errors; when it returns true it has dealt with the error. Otherwise the request is refused. */
  readonly onError?: (code: number, text: string) => boolean;
}

/** All requests and subscriptions that have a request id, so that errors find them and a disconnect ends them. */
export class RequestTable {
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #scheduler: LaneScheduler;
  readonly #errors = new Map<number, RequestErrorHandler>();
  readonly #pending = new Map<number, (error: BrokerError) => void>();

  constructor(clock: Clock, ids: IdSource, scheduler: LaneScheduler) {
    this.#clock = clock;
    this.#ids = ids;
    this.#scheduler = scheduler;
  }

  /** A fresh id for a subscription whose errors go to `onError`, until {@link release}. */
  reserve(onError: RequestErrorHandler): number {
    const reqId = this.#ids.nextRequestId();
    this.#errors.set(reqId, onError);
    return reqId;
  }

  release(reqId: number): void {
    this.#errors.delete(reqId);
  }

  /** Queues a request that has one answer. */
  open<T>(options: RequestOptions): PendingRequest<T> {
    const { link, lane } = options;
    const reqId = this.#ids.nextRequestId();
    let over = false;
    let stopTimer: () => void = () => undefined;
    let unqueue: () => void = () => undefined;
    let resolve: (result: BrokerResult<T>) => void = () => undefined;
    const answer = new Promise<BrokerResult<T>>((resolver) => {
      resolve = resolver;
    });
    const settle = (result: BrokerResult<T>): void => {
      if (over) return;
      over = true;
      stopTimer();
      unqueue();
      this.#errors.delete(reqId);
      this.#pending.delete(reqId);
      options.onOver?.(reqId);
      resolve(result);
    };
    this.#pending.set(reqId, (error) => settle(err(error)));
    this.#errors.set(reqId, (code, text) => {
      if (options.onError?.(code, text) === true) return;
      settle(err({ kind: 'refused', code, text }));
    });
    unqueue = this.#scheduler.enqueue(lane, () => {
      stopTimer = this.#clock.after(options.timeoutMs, () => {
        const { abandon } = options;
        if (abandon !== undefined) {
          this.#scheduler.enqueue(lane, () => link.usable && link.call((api) => abandon(api, reqId)));
        }
        settle(err({ kind: 'timeout', code: null, text: 'The gateway did not answer in time.' }));
      });
      link.call((api) => options.send(api, reqId));
    });
    return { reqId, answer, settle };
  }

  /** Passes an error on. False when no request has this id. */
  error(reqId: number, code: number, text: string): boolean {
    const handler = this.#errors.get(reqId);
    handler?.(code, text);
    return handler !== undefined;
  }

  /** The connection is gone: every pending request fails; subscriptions are their owners' affair. */
  failAll(error: BrokerError): void {
    for (const fail of this.#pending.values()) fail(error);
    this.#errors.clear();
  }
}

/**
 * Requests without an id on the wire (open orders, positions): while one is under way, whoever asks shares its answer.
 */
export class SharedRequest<T> {
  readonly #clock: Clock;
  readonly #scheduler: LaneScheduler;
  readonly #timeoutMs: number;
  readonly #send: (api: IBApi) => void;
  readonly #lane: Lane;
  #current: {
    readonly rows: T[];
    readonly answer: Promise<BrokerResult<readonly T[]>>;
    readonly settle: (result: BrokerResult<readonly T[]>) => void;
  } | null = null;

  constructor(
    clock: Clock,
    scheduler: LaneScheduler,
    timeoutMs: number,
    send: (api: IBApi) => void,
    lane: Lane = 'account',
  ) {
    this.#lane = lane;
    this.#clock = clock;
    this.#scheduler = scheduler;
    this.#timeoutMs = timeoutMs;
    this.#send = send;
  }

  ask(link: GatewayLink): Promise<BrokerResult<readonly T[]>> {
    if (this.#current !== null) return this.#current.answer;
    let stopTimer: () => void = () => undefined;
    let resolve: (result: BrokerResult<readonly T[]>) => void = () => undefined;
    const answer = new Promise<BrokerResult<readonly T[]>>((resolver) => {
      resolve = resolver;
    });
    const current = {
      rows: [],
      answer,
      settle: (result: BrokerResult<readonly T[]>) => {
        if (this.#current !== current) return;
        this.#current = null;
        stopTimer();
        resolve(result);
      },
    };
    this.#current = current;
    this.#scheduler.enqueue(this.#lane, () => {
      if (this.#current !== current) return;
      stopTimer = this.#clock.after(this.#timeoutMs, () =>
        current.settle(err({ kind: 'timeout', code: null, text: 'The gateway did not answer in time.' })),
      );
      link.call(this.#send);
    });
    return answer;
  }

  /** A row of the answer; ignored while nobody asks. */
  row(row: T): void {
    this.#current?.rows.push(row);
  }

  /** The gateway's end marker. */
  complete(): void {
    const current = this.#current;
    current?.settle(ok([...current.rows]));
  }

  fail(error: BrokerError): void {
    this.#current?.settle(err(error));
  }
}

/** Attempts in all, when the gateway calls one id after the other a duplicate. */
const mostAttempts = 3;

/**
 * Asks again when the gateway refuses a question because it knows the id from elsewhere, as happens after a
 * reconnection. `ask` takes a new id each time.
 */
export async function underFreshId<T>(ask: () => Promise<BrokerResult<T>>): Promise<BrokerResult<T>> {
  let answer = await ask();
  for (let attempt = 2; attempt <= mostAttempts && isDuplicate(answer); attempt += 1) answer = await ask();
  return answer;
}

function isDuplicate(answer: BrokerResult<unknown>): boolean {
  if (answer.ok || answer.error.code === null) return false;
  return classifyRequestError(answer.error.code, answer.error.text) === 'duplicate-id';
}
