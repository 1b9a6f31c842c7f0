import { errorMessage } from '../wire/messages/system-messages';

/** A connected client that has said who it is, as the request handlers see it. */
export interface Client {
  readonly clientId: number;
  readonly serverVersion: number;
  /** Sends one message: its fields, each ended by NUL. */
  send(payload: string): void;
}

/** Sends an error, a warning or a notice; `id` is the request or order id, -1 for none. */
export function sendError(client: Client, id: number, code: number, text: string): void {
  client.send(errorMessage(id, code, text, client.serverVersion));
}

/** Sends 321, TWS's answer to a request whose content is not valid. */
export function refuseRequest(client: Client, id: number, cause: string): void {
  sendError(client, id, 321, `Error validating request.-'bO' : cause - ${cause}`);
}
