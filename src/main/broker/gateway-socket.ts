import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { fairDeadline } from './fair-deadline';
import { FrameGuard } from './frame-guard';
import type { FrameFault } from './frame-guard';
import { readAncientReply, readHandshakeReply } from './handshake-reply';
import type { ConnectionTap } from './message-log';
import type { GatewayTarget } from './port';
import { endOfClose, endOfError } from './socket-end';
import type { SocketEnd, SocketPhase } from './socket-end';

export interface GatewaySocketDeps {
  readonly target: GatewayTarget;
  readonly clock: Clock;
  readonly log: Logger;
  /** Sees every frame that goes out or comes in. */
  readonly tap: ConnectionTap;
  /** From now to the gateway's first answer. */
  readonly connectTimeoutMs: number;
  onConnected(): void;
  onHandshake(serverVersion: number): void;
  /** A bid comes next, with this size. Must not throw. */
  onBidSize(reqId: number, size: number): void;
  /** Called once, whatever the end is, even when we end it ourselves. */
  onEnd(end: SocketEnd): void;
  /** The library's decoder threw; it must be put in order again. False when that is impossible. */
  recoverDecoder(): boolean;
}

const nothing = Buffer.alloc(0);
/** As much as is read from the socket at once, bytes. */
const readBufferBytes = 65_536;

/**
 * What the library gets in place of the `net.Socket` that it would open itself: the same few members that it uses
 * (`on`, `write`, `end`, `destroy`, and the events connect callback, `data`, `close`), over a TCP or a local socket.
 * It adds what the library lacks: noDelay, keep-alive, a deadline for the first answer, a check of that answer, and
 * the frame guard.
 */
export class GatewaySocket extends EventEmitter {
  readonly #deps: GatewaySocketDeps;
  readonly #socket: Socket;
  readonly #guard: FrameGuard;
  readonly #closed: Promise<void>;
  readonly #stopDeadline: () => void;
  #state: SocketPhase = 'opening';
  #writes = 0;
  #bytesReceived = 0;
  #lastWrite: Promise<void> = Promise.resolve();
  #head: Buffer = nothing;

  /** @param onConnect the library's callback: it sends the handshake. */
  constructor(deps: GatewaySocketDeps, onConnect: () => void) {
    super();
    this.#deps = deps;
    this.#guard = new FrameGuard({
      deliver: (frames) => this.#deliver(frames),
      skipped: (messageId, bytes) => {
        deps.log.error('a message too long to decode was skipped', { messageId, bytes });
        deps.tap.fault(`message ${messageId} of ${bytes} bytes was skipped: too long to decode`, nothing);
      },
      frame: (bytes, start, end) => deps.tap.received(bytes, start, end),
      rejected: (fault, bytes) => deps.tap.fault(faultText(fault), bytes),
      bidSize: (reqId, size) => deps.onBidSize(reqId, size),
    });
    this.#stopDeadline = fairDeadline(deps.clock, deps.connectTimeoutMs, () =>
      this.#finish({ cause: 'no-answer', detail: 'no answer in time' }),
    );
    // One buffer for all reads: a stream's own way costs a buffer of 64 KiB and more for each of them.
    const readBuffer = Buffer.alloc(readBufferBytes);
    const socket = new Socket({
      onread: {
        buffer: readBuffer,
        callback: (length) => {
          this.#receive(readBuffer.subarray(0, length));
          return true;
        },
      },
    });
    this.#socket = socket;
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => resolve());
    });
    socket.on('error', (error) => this.#finish(endOfError(error, this.#state)));
    socket.on('close', () => this.#finish(endOfClose(this.#state)));
    socket.once('connect', () => {
      if (this.#state === 'ended') return;
      this.#state = 'waiting';
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 30_000);
      onConnect();
      deps.onConnected();
    });
    const { target } = deps;
    if (target.kind === 'local') socket.connect({ path: target.path });
    else socket.connect({ host: target.host, port: target.port });
  }

  /** Messages written so far. */
  get writes(): number {
    return this.#writes;
  }

  /** Bytes received so far. */
  get bytesReceived(): number {
    return this.#bytesReceived;
  }

  /** Settles when everything written so far was taken by the operating system, or can no longer be. */
  flushed(): Promise<void> {
    return Promise.race([this.#lastWrite, this.#closed]);
  }

  /** Settles when the descriptor is closed. */
  closed(): Promise<void> {
    return this.#closed;
  }

  write(data: Buffer): boolean {
    if (this.#state === 'ended') return false;
    this.#writes += 1;
    this.#deps.tap.sent(data);
    let taken: () => void = () => undefined;
    this.#lastWrite = new Promise((resolve) => {
      taken = resolve;
    });
    return this.#socket.write(data, () => taken());
  }

  /** The library's way to hang up. */
  end(): this {
    this.#finish({ cause: 'dropped', detail: 'closed by the library' });
    return this;
  }

  destroy(): this {
    return this.end();
  }

  /** Our way to hang up; what was written is still sent. */
  close(end: SocketEnd): void {
    this.#finish(end);
  }

  #receive(chunk: Buffer): void {
    if (this.#state === 'ended') return;
    this.#bytesReceived += chunk.length;
    if (this.#state === 'waiting' && this.#head.length < 8)
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, 8)]);
    const fault = this.#guard.push(chunk);
    if (fault !== null) this.#finish(this.#endOfFault(fault));
  }

  #endOfFault(fault: FrameFault): SocketEnd {
    const detail = faultText(fault);
    if (this.#state !== 'waiting') return { cause: 'malformed', detail };
    const ancient = readAncientReply(this.#head);
    if (ancient !== null) return { cause: 'version', detail: String(ancient) };
    return { cause: 'not-a-gateway', detail };
  }

  #deliver(frames: Buffer): boolean {
    if (this.#state === 'waiting') {
      const reply = readHandshakeReply(frames);
      if (reply.kind !== 'gateway') {
        this.#finish(
          reply.kind === 'version'
            ? { cause: 'version', detail: String(reply.serverVersion) }
            : { cause: 'not-a-gateway', detail: 'an answer that is not a version' },
        );
        return false;
      }
      this.#state = 'talking';
      this.#stopDeadline();
      this.#deps.onHandshake(reply.serverVersion);
    }
    let pending = frames;
    // The library drops a message before it decodes it, so every round takes at least one message off its buffer.
    while (this.#open()) {
      try {
        this.emit('data', pending);
        break;
      } catch (error) {
        this.#deps.log.error('a message could not be decoded and was skipped', { error: String(error) });
        this.#deps.tap.fault(`a message could not be decoded and was skipped: ${String(error)}`, nothing);
        if (!this.#deps.recoverDecoder()) {
          this.#finish({ cause: 'malformed', detail: String(error) });
          break;
        }
        // The rest of the chunk waits in the library's buffer until the next data event.
        pending = nothing;
      }
    }
    return this.#open();
  }

  #open(): boolean {
    return this.#state !== 'ended';
  }

  #finish(end: SocketEnd): void {
    if (this.#state === 'ended') return;
    const connected = this.#state !== 'opening';
    this.#state = 'ended';
    this.#stopDeadline();
    if (connected) this.#socket.destroySoon();
    else this.#socket.destroy();
    // A peer that does not read must not keep the descriptor: what the kernel has not taken by then is given up.
    const stopWait = this.#deps.clock.after(1_000, () => this.#socket.destroy());
    this.#socket.once('close', stopWait);
    this.emit('close');
    this.#deps.onEnd(end);
  }
}

function faultText(fault: FrameFault): string {
  return fault.kind === 'length' ? `a message of ${fault.length} bytes` : 'a message without an end';
}
