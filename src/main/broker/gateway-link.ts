import { EventName, IBApi } from '@stoqey/ib';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { fairDeadline } from './fair-deadline';
import { GatewaySocket } from './gateway-socket';
import { clearDecoderQueue, connectThrough } from './library-seams';
import type { ConnectionTap } from './message-log';
import type { BrokerOptions } from './options';
import type { GatewayTarget } from './port';
import type { SocketEnd } from './socket-end';

/** What the gateway says before a session can begin. */
export interface SessionStart {
  readonly nextOrderId: number;
  readonly accountIds: readonly string[];
}

export interface GatewayLinkDeps {
  readonly epoch: number;
  readonly target: GatewayTarget;
  readonly clock: Clock;
  readonly log: Logger;
  readonly options: BrokerOptions;
  readonly tap: ConnectionTap;
  onConnected(): void;
  onServerVersion(serverVersion: number): void;
  /** Called once, when requests may be sent. */
  onStarted(start: SessionStart): void;
  /** Called once, whatever the end is. */
  onEnd(end: SocketEnd): void;
}

/**
 * The library's own limiter is a queue without priorities; it is set so high that it never holds anything back,
 * because `LaneScheduler` keeps the rate.
 */
const unlimited = 1_000_000_000;

/**
 * One connection: a fresh `IBApi` on a socket of ours. It is never connected again, because the library sends what was
 * queued while it was disconnected on the next connection.
 */
export class GatewayLink {
  readonly epoch: number;
  /** For listeners only; requests go through {@link call}. */
  readonly api: IBApi;
  readonly #deps: GatewayLinkDeps;
  #socket: GatewaySocket | null = null;
  #onBidSize: (reqId: number, size: number) => void = () => undefined;
  #stopStartTimer: () => void = () => undefined;
  #nextOrderId: number | null = null;
  #accountIds: readonly string[] | null = null;
  #started = false;
  #ended = false;

  constructor(deps: GatewayLinkDeps) {
    this.#deps = deps;
    this.epoch = deps.epoch;
    const { target } = deps;
    // All four are given, or the library reads a .env file from the working directory.
    this.api = new IBApi({
      host: target.kind === 'tcp' ? target.host : 'localhost',
      port: target.kind === 'tcp' ? target.port : 1,
      clientId: target.clientId,
      maxReqPerSec: unlimited,
    });
    this.api.on(
      EventName.nextValidId,
      this.guard((orderId: number) => {
        this.#nextOrderId ??= orderId;
        this.#startWhenComplete();
      }),
    );
    this.api.on(
      EventName.managedAccounts,
      this.guard((accounts: string) => {
        this.#accountIds ??= accounts
          .split(',')
          .map((account) => account.trim())
          .filter((account) => account !== '');
        this.#startWhenComplete();
      }),
    );
  }

  /** True between the start of the session and the end of the connection. */
  get usable(): boolean {
    return this.#started && !this.#ended;
  }

  /** Bytes that have come in on this connection. */
  get bytesReceived(): number {
    return this.#socket?.bytesReceived ?? 0;
  }

  /** Opens the socket. Every listener must be registered by then. */
  open(): void {
    const { clock, log, tap, target, options } = this.#deps;
    try {
      connectThrough(
        (onConnect) => {
          this.#socket = new GatewaySocket(
            {
              target,
              clock,
              log,
              tap,
              connectTimeoutMs: options.connectTimeoutMs,
              onConnected: () => this.#deps.onConnected(),
              onHandshake: (serverVersion) => {
                this.#stopStartTimer = fairDeadline(clock, options.startTimeoutMs, () =>
                  this.end({ cause: 'no-answer', detail: 'the session did not start' }),
                );
                this.#deps.onServerVersion(serverVersion);
              },
              onBidSize: (reqId, size) => this.#onBidSize(reqId, size),
              onEnd: (end) => this.#onEnd(end),
              recoverDecoder: () => clearDecoderQueue(this.api),
            },
            onConnect,
          );
          return this.#socket;
        },
        () => this.api.connect(),
      );
    } catch (error) {
      this.#onEnd({ cause: 'malformed', detail: String(error) });
    }
  }

  /**
   * Sets who is told the size of each bid, just before the bid's tickPrice event. The library reads that size and does
   * not emit it: it takes tick type 0, BID_SIZE, for "none". Delayed bids are not affected.
   * Source: @stoqey/ib 1.6.10, decodeMsg_TICK_PRICE.
   */
  onBidSize(listener: (reqId: number, size: number) => void): void {
    this.#onBidSize = this.guard(listener);
  }

  /** Makes a listener safe: what it throws is logged and does not reach the library's decoder. */
  guard<A extends readonly unknown[]>(listener: (...args: A) => void): (...args: A) => void {
    return (...args: A) => {
      try {
        listener(...args);
      } catch (error) {
        this.#deps.log.error('a listener failed', {
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      }
    };
  }

  /**
   * Sends a request. False when nothing was written, and then nothing ever will be: the connection is ended, because
   * the library might hold the request back and send it later.
   */
  call(send: (api: IBApi) => void): boolean {
    if (!this.usable || this.#socket === null) return false;
    const before = this.#socket.writes;
    try {
      send(this.api);
    } catch (error) {
      this.#deps.log.error('a request failed', { error: String(error) });
    }
    if (this.#socket.writes > before) return true;
    this.end({ cause: 'dropped', detail: 'a request was not written' });
    return false;
  }

  /** Settles when the operating system has taken what was written, or the connection is gone. */
  async flushed(): Promise<void> {
    await this.#socket?.flushed();
  }

  /** Ends the connection. */
  end(end: SocketEnd): void {
    if (this.#socket === null) this.#onEnd(end);
    else this.#socket.close(end);
  }

  /** Settles when the socket is closed. */
  async closed(): Promise<void> {
    await this.#socket?.closed();
  }

  #startWhenComplete(): void {
    if (this.#started || this.#nextOrderId === null || this.#accountIds === null) return;
    const start = { nextOrderId: this.#nextOrderId, accountIds: this.#accountIds };
    // The library lets requests out only after its nextValidId event has been handled.
    queueMicrotask(() => {
      if (this.#started || this.#ended) return;
      this.#started = true;
      this.#stopStartTimer();
      this.#deps.onStarted(start);
    });
  }

  #onEnd(end: SocketEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopStartTimer();
    this.api.removeAllListeners();
    this.#onBidSize = () => undefined;
    this.#deps.onEnd(end);
  }
}
