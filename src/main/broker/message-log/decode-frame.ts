import { receivedAccountLayouts } from './received-account-layouts';
import { receivedDataLayouts } from './received-data-layouts';
import { receivedOrderLayouts } from './received-order-layouts';
import { sentAccountLayouts } from './sent-account-layouts';
import { sentDataLayouts } from './sent-data-layouts';
import { sentOrderLayouts } from './sent-order-layouts';
import { maximumFields, nameFields } from './layout';
import type { MessageLayout } from './layout';
import type { LoggedField, LoggedMessage } from './logged-message';
import type { AccountMask } from './mask-accounts';
import { frameKinds } from './message-ring';
import type { FrameKind, KeptFrame } from './message-ring';

const layouts: Readonly<Record<LoggedMessage['direction'], Readonly<Record<number, MessageLayout>>>> = {
  sent: { ...sentAccountLayouts, ...sentDataLayouts, ...sentOrderLayouts },
  received: { ...receivedAccountLayouts, ...receivedDataLayouts, ...receivedOrderLayouts },
};

/** Fields whose whole value is an account, or several with commas between. */
const accountFields: ReadonlySet<string> = new Set([
  'account',
  'acctCode',
  'acctNumber',
  'accountName',
  'accountsList',
  'accountID',
  'clearingAccount',
  'customerAccount',
  'deltaNeutralClearingAccount',
]);

/** The direction in which a frame of this kind went. */
export function directionOf(kind: FrameKind): LoggedMessage['direction'] {
  return kind === frameKinds.sent || kind === frameKinds.handshakeSent ? 'sent' : 'received';
}

/** TWS's number of the message that begins at `start`, or null when there is none. */
export function messageIdAt(bytes: Uint8Array, start: number, end: number): number | null {
  let messageId = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0) return at === start ? null : messageId;
    if (byte < 0x30 || byte > 0x39 || at - start > 4) return null;
    messageId = messageId * 10 + byte - 0x30;
  }
  return null;
}

/** How a kept frame is called. */
export function nameOfFrame(frame: KeptFrame): string {
  switch (frame.kind) {
    case frameKinds.handshakeSent:
    case frameKinds.handshakeReceived:
      return 'handshake';
    case frameKinds.fault:
      return 'unreadable';
    case frameKinds.sent:
    case frameKinds.received: {
      const messageId = messageIdAt(frame.bytes, 0, frame.bytes.length);
      if (messageId === null) return 'unreadable';
      return layouts[directionOf(frame.kind)][messageId]?.name ?? `message ${messageId}`;
    }
  }
}

/** A kept frame, field by field, with account ids masked. */
export function decodeFrame(frame: KeptFrame, mask: AccountMask): LoggedMessage {
  const direction = directionOf(frame.kind);
  const isMessage = frame.kind === frameKinds.sent || frame.kind === frameKinds.received;
  const messageId = isMessage ? messageIdAt(frame.bytes, 0, frame.bytes.length) : null;
  const fields = fieldsOf(frame, messageId, direction).map(({ name, value }) => ({
    name,
    value: isAccountField(name) ? maskAll(value) : mask(value),
  }));
  if (frame.length > frame.bytes.length) {
    fields.splice(maximumFields - 1);
    fields.push({ name: '…', value: `${frame.length - frame.bytes.length} more bytes were not kept` });
  }
  return {
    sequence: frame.sequence,
    atMs: frame.atMs,
    epoch: frame.epoch,
    direction,
    messageId,
    name: nameOfFrame(frame),
    fields,
  };
}

function fieldsOf(
  frame: KeptFrame,
  messageId: number | null,
  direction: LoggedMessage['direction'],
): readonly LoggedField[] {
  const values = valuesOf(frame.bytes);
  switch (frame.kind) {
    case frameKinds.handshakeSent:
      return nameFields(['versions'], values, frame.serverVersion);
    case frameKinds.handshakeReceived:
      return nameFields(['serverVersion', 'connectionTime'], values, frame.serverVersion);
    case frameKinds.fault:
      return nameFields(['problem', 'bytes'], values, frame.serverVersion);
    case frameKinds.sent:
    case frameKinds.received:
      return messageId === null
        ? nameFields([], values, frame.serverVersion)
        : nameFields(layouts[direction][messageId]?.fields ?? [], values.slice(1), frame.serverVersion);
  }
}

/** The fields between the NULs; the last NUL ends the last field. */
function valuesOf(bytes: Buffer): readonly string[] {
  const values = bytes.toString('utf8').split('\0');
  if (values.at(-1) === '') values.pop();
  return values;
}

function isAccountField(name: string): boolean {
  return accountFields.has(name.slice(name.lastIndexOf('.') + 1));
}

function maskAll(value: string): string {
  return value
    .split(',')
    .map((part) => (part.trim().length > 2 ? `${part.trim().slice(0, 2)}•••` : part))
    .join(',');
}
