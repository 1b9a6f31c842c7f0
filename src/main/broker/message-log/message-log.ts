import type { Clock } from '../../platform/clock';
import { decodeFrame, directionOf, messageIdAt, nameOfFrame } from './decode-frame';
import type { LoggedMessage, MessageFilter, MessageLog, MessagePage, MessageQuery } from './logged-message';
import { accountMask } from './mask-accounts';
import type { AccountMask } from './mask-accounts';
import { classIndexOf, messageClasses, orderClassIndex, otherClassIndex } from './message-class';
import type { MessageClass } from './message-class';
import { frameKinds, MessageRing } from './message-ring';
import type { FrameKind, KeptFrame, RingLimits } from './message-ring';

const mebibyte = 1_048_576;
/** Longer frames are thousands of bars or an XML file; their beginning says what they are. */
const frameBytes = 16_384;

/** What each part of the log keeps. Orders have the most room: they are what is looked for after the fact. */
export const messageLogLimits: Readonly<Record<MessageClass, RingLimits>> = {
  order: { messages: 5_000, bytes: 4 * mebibyte, frameBytes },
  tick: { messages: 2_000, bytes: mebibyte / 4, frameBytes: 2_048 },
  account: { messages: 2_000, bytes: mebibyte / 2, frameBytes },
  other: { messages: 2_000, bytes: 2 * mebibyte, frameBytes },
};

const mostPerPage = 500;
/** Accounts of one user are a handful, of an advisor some hundreds. */
const mostAccounts = 1_000;
const latestVersion = 193;
/** Of bytes that are no message, this many are shown. */
const faultBytes = 256;

/** What a connection tells the log. */
export interface ConnectionTap {
  /** Bytes that go to the gateway: whole messages with their length prefixes, or the handshake. */
  sent(data: Buffer): void;
  /** A whole frame of the gateway without its length prefix, `bytes[start, end)`; it is copied. */
  received(bytes: Buffer, start: number, end: number): void;
  /** Bytes that could not be taken for a message, or a message that could not be decoded. */
  fault(problem: string, bytes: Buffer): void;
}

/** {@link MessageLog}, and the way in. */
export class GatewayMessageLog implements MessageLog {
  readonly #clock: Clock;
  readonly #rings: readonly MessageRing[];
  readonly #accounts = new Set<string>();
  #mask: AccountMask = accountMask([]);
  #sequence = 0;

  constructor(clock: Clock, limits: Readonly<Record<MessageClass, RingLimits>> = messageLogLimits) {
    this.#clock = clock;
    this.#rings = messageClasses.map((name) => new MessageRing(limits[name]));
  }

  /** The tap for one connection. */
  connection(epoch: number): ConnectionTap {
    let serverVersion = latestVersion;
    let greeted = false;
    const add = (classIndex: number, kind: FrameKind, bytes: Uint8Array, start: number, end: number) => {
      this.#sequence += 1;
      this.#rings[classIndex]?.add(
        this.#sequence,
        this.#clock.nowMs(),
        epoch,
        serverVersion,
        kind,
        bytes,
        start,
        end,
      );
    };
    return {
      sent: (data) => {
        if (isHandshake(data)) {
          add(otherClassIndex, frameKinds.handshakeSent, data, 8, data.length);
          return;
        }
        let at = 0;
        while (at + 4 < data.length) {
          const end = Math.min(at + 4 + data.readUInt32BE(at), data.length);
          const messageId = messageIdAt(data, at + 4, end) ?? -1;
          add(classIndexOf('sent', messageId), frameKinds.sent, data, at + 4, end);
          at = end;
        }
      },
      received: (bytes, start, end) => {
        const messageId = messageIdAt(bytes, start, end) ?? -1;
        if (!greeted) {
          greeted = true;
          if (messageId > 0) serverVersion = messageId;
          add(otherClassIndex, frameKinds.handshakeReceived, bytes, start, end);
          return;
        }
        add(classIndexOf('received', messageId), frameKinds.received, bytes, start, end);
      },
      fault: (problem, bytes) => {
        const text = Buffer.from(`${problem}\0${printable(bytes.subarray(0, faultBytes))}\0`);
        add(otherClassIndex, frameKinds.fault, text, 0, text.length);
      },
    };
  }

  /** These accounts are hidden from now on, wherever they stand. */
  hideAccounts(accountIds: readonly string[]): void {
    for (const accountId of accountIds) if (this.#accounts.size < mostAccounts) this.#accounts.add(accountId);
    this.#mask = accountMask(this.#accounts);
  }

  read(query: MessageQuery): MessagePage {
    const limit = Math.min(Math.max(Math.trunc(query.limit), 1), mostPerPage);
    const matches = matcher(query.filter ?? {});
    const rings = query.filter?.ordersOnly === true ? this.#orderRings() : this.#rings;
    const messages: LoggedMessage[] = [];
    let before = query.beforeSequence ?? Number.POSITIVE_INFINITY;
    while (messages.length < limit) {
      const frame = newestBefore(rings, before);
      if (frame === null) break;
      before = frame.sequence;
      if (matches(frame)) messages.push(decodeFrame(frame, this.#mask));
    }
    return {
      messages,
      kept: this.#rings.reduce((sum, ring) => sum + ring.kept, 0),
      dropped: this.#rings.reduce((sum, ring) => sum + ring.dropped, 0),
    };
  }

  *exportJsonLines(): Generator<string, void> {
    const end = this.#sequence;
    let after = 0;
    for (;;) {
      const frame = oldestAfter(this.#rings, after);
      if (frame === null || frame.sequence > end) return;
      after = frame.sequence;
      yield JSON.stringify(decodeFrame(frame, this.#mask));
    }
  }

  #orderRings(): readonly MessageRing[] {
    return this.#rings.slice(orderClassIndex, orderClassIndex + 1);
  }
}

function newestBefore(rings: readonly MessageRing[], beforeSequence: number): KeptFrame | null {
  let newest: KeptFrame | null = null;
  for (const ring of rings) {
    const position = ring.newestBefore(beforeSequence);
    if (position !== -1 && ring.sequenceAt(position) > (newest?.sequence ?? 0))
      newest = ring.frameAt(position);
  }
  return newest;
}

function oldestAfter(rings: readonly MessageRing[], sequence: number): KeptFrame | null {
  let oldest: KeptFrame | null = null;
  for (const ring of rings) {
    const position = ring.oldestAfter(sequence);
    if (position !== -1 && ring.sequenceAt(position) < (oldest?.sequence ?? Number.POSITIVE_INFINITY))
      oldest = ring.frameAt(position);
  }
  return oldest;
}

function matcher({ direction, search }: MessageFilter): (frame: KeptFrame) => boolean {
  const sought = (search ?? '').trim().toLowerCase();
  return (frame) => {
    if (direction !== undefined && direction !== null && directionOf(frame.kind) !== direction) return false;
    return (
      sought === '' ||
      nameOfFrame(frame).toLowerCase().includes(sought) ||
      frame.bytes.toString('utf8').toLowerCase().includes(sought)
    );
  };
}

/** `API`, NUL, a length and the versions: the only bytes of a client that are no frame. */
function isHandshake(data: Buffer): boolean {
  return data.length > 8 && data.toString('latin1', 0, 4) === 'API\0';
}

/** Bytes as text; what cannot be printed as `\x1f`. */
function printable(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
