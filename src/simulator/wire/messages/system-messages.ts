import { FieldWriter, readableText } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';

/** The id of messages that belong to no request. */
export const NO_ID = -1;

/**
 * Error, warning or notice; a text of several lines is sent as one, as in the recorded frames. `advancedRejectJson` is
 * empty unless an order was rejected with choices, which server versions before 166 do not tell.
 */
export function errorMessage(
  id: number,
  code: number,
  text: string,
  serverVersion: number,
  advancedRejectJson = '',
): string {
  const writer = new FieldWriter(messageId.error)
    .int(2)
    .int(id)
    .int(code)
    .text(readableText(text.replaceAll(/\s*\n\s*/g, ' '), serverVersion));
  if (serverVersion >= fieldSince.advancedOrderReject)
    writer.text(readableText(advancedRejectJson, serverVersion));
  return writer.end();
}

/** The answer to the handshake; it has no message id. */
export function handshakeReply(serverVersion: number, connectionTime: string): string {
  return `${serverVersion}\0${connectionTime}\0`;
}

export function managedAccountsMessage(accounts: readonly string[]): string {
  return new FieldWriter(messageId.managedAccounts).int(1).text(accounts.join(',')).end();
}

export function nextValidIdMessage(orderId: number): string {
  return new FieldWriter(messageId.nextValidId).int(1).int(orderId).end();
}

/** The gateway's clock, in whole seconds since the epoch. */
export function currentTimeMessage(atMs: number): string {
  return new FieldWriter(messageId.currentTime)
    .int(1)
    .int(atMs / 1000)
    .end();
}
