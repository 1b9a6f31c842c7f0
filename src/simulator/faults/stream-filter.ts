import { fieldSince } from '../wire/handshake';
import { positionAt } from '../wire/requests/request-layout';
import {
  closesStream,
  fieldAt,
  opensStream,
  type StreamKind,
  streamMessages,
  streamRequest,
} from './message-layout';

const MAX_STREAMS = 10_000;
const MAX_KEPT = 50_000;

/** Why market data are held up. */
export type HoldReason = 'connectivity' | 'market-data' | 'competing-session';

/**
 * The streams that one client has open, and what becomes of their messages: passed on, held up (the newest value of
 * each kind is kept, as a farm that comes back sends it again) or, for streams that are dead, dropped.
 */
export class StreamFilter {
  readonly #open = new Map<number, StreamKind>();
  readonly #dead = new Set<number>();
  readonly #reasons = new Set<HoldReason>();
  readonly #kept = new Map<string, string>();
  readonly #serverVersion: () => number;

  constructor(serverVersion: () => number) {
    this.#serverVersion = serverVersion;
  }

  /** True while every message is passed on. */
  get isClear(): boolean {
    return this.#reasons.size === 0 && this.#dead.size === 0;
  }

  /** Request ids of the open streams of these kinds, or of all. */
  ids(...kinds: readonly StreamKind[]): readonly number[] {
    return [...this.#open].filter(([, kind]) => kinds.length === 0 || kinds.includes(kind)).map(([id]) => id);
  }

  /** Request ids of the open streams of this kind that are not dead. */
  livingIds(kind: StreamKind): readonly number[] {
    return this.ids(kind).filter((id) => !this.#dead.has(id));
  }

  /** True while market data are held up. */
  get isHeld(): boolean {
    return this.#reasons.size > 0;
  }

  /** Takes note of a request that begins or ends a stream. */
  requested(message: number, fields: readonly string[]): void {
    const serverVersion = this.#serverVersion();
    const opening = opensStream.get(message);
    if (opening !== undefined) {
      const [kind, position] = opening;
      // Bars that are not kept up to date are one answer and no stream.
      if (message === streamRequest.reqHistoricalData) {
        if (serverVersion < fieldSince.syntRealtimeBars || fields.at(-2) !== '1') return;
      }
      const reqId = Number(fields[positionAt(position, serverVersion)]);
      if (!this.#open.has(reqId) && this.#open.size < MAX_STREAMS) this.#open.set(reqId, kind);
      return;
    }
    const closing = closesStream.get(message);
    if (closing !== undefined) this.#forget(Number(fields[closing]));
  }

  /** True when an outgoing message is to be sent. */
  passes(message: number, payload: string): boolean {
    const layout = streamMessages.get(message);
    if (layout === undefined || this.isClear) return true;
    const serverVersion = this.#serverVersion();
    const reqId = Number(fieldAt(payload, positionAt(layout.reqIdAt, serverVersion)));
    if (this.#dead.has(reqId)) return false;
    if (this.#reasons.size === 0) return true;
    const { keyAt } = layout;
    if (keyAt !== 'not-kept' && this.#kept.size < MAX_KEPT) {
      const key = `${message}:${reqId}:${keyAt === 'none' ? '' : fieldAt(payload, positionAt(keyAt, serverVersion))}`;
      this.#kept.delete(key);
      this.#kept.set(key, payload);
    }
    return false;
  }

  hold(reason: HoldReason): void {
    this.#reasons.add(reason);
  }

  /** Ends one reason; with the last of them, gives back what was kept, oldest change first. */
  release(reason: HoldReason): readonly string[] {
    if (!this.#reasons.delete(reason) || this.#reasons.size > 0) return [];
    const kept = [...this.#kept.values()];
    this.#kept.clear();
    return kept;
  }

  /** These streams, or all, send nothing any more until they are asked for again. */
  kill(ids: readonly number[] = this.ids()): void {
    for (const id of ids) this.#dead.add(id);
    for (const [key] of this.#kept) if (this.#dead.has(Number(key.split(':')[1]))) this.#kept.delete(key);
  }

  /** The gateway has forgotten all streams. */
  lose(): void {
    this.#open.clear();
    this.#dead.clear();
    this.#kept.clear();
  }

  #forget(reqId: number): void {
    this.#open.delete(reqId);
    this.#dead.delete(reqId);
    for (const [key] of this.#kept) if (Number(key.split(':')[1]) === reqId) this.#kept.delete(key);
  }
}
