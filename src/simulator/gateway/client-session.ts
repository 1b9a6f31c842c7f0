import type { Socket } from 'node:net';
import { FrameReader, type WireInput } from '../wire/frame-reader';
import { agreeOnVersion, parseVersionLine } from '../wire/handshake';
import * as messages from '../wire/messages/system-messages';
import { type DecodedRequest, decodeRequest } from '../wire/requests/decode-request';
import { GATEWAY_ZONE, zonedText } from '../wire/zone-time';
import { type Client, sendError } from './client';
import type { GatewayContext } from './gateway-context';
import type { GatewayLog } from './gateway-log';
import { OutputBuffer } from './output-buffer';
import { RequestDesk } from './request-desk';

/** What a session asks of its gateway. */
export interface SessionOwner {
  readonly context: GatewayContext;
  readonly log: GatewayLog;
  /** The most bytes that may wait for a client that does not read. */
  readonly outputLimitBytes: number;
  /** Takes the client id; false when another client has it. */
  claim(clientId: number): boolean;
  release(clientId: number): void;
}

const CLIENT_ID_IN_USE =
  'Unable to connect as the client id is already in use. Retry with a unique client id.';

/** How long a client that was turned away may take to close its side, in milliseconds. */
const DISMISSAL_MS = 5_000;

/** The notices that follow nextValidId, in the form of the recorded ones. */
const farmNotices: readonly (readonly [number, string])[] = [
  [2104, 'Market data farm connection is OK:usfarm'],
  [2106, 'HMDS data farm connection is OK:ushmds'],
  [2158, 'Sec-def data farm connection is OK:secdefnj'],
];

/** One connection: handshake, START_API, then requests until it ends. */
export class ClientSession {
  readonly #socket: Socket;
  readonly #owner: SessionOwner;
  readonly #reader = new FrameReader();
  readonly #output: OutputBuffer;
  #serverVersion: number | undefined;
  #desk: RequestDesk | undefined;
  #client: Client | undefined;
  #ended = false;

  constructor(socket: Socket, owner: SessionOwner) {
    this.#socket = socket;
    this.#owner = owner;
    const sink = {
      write: (bytes: Buffer): void => void socket.write(bytes),
      backlogBytes: (): number => socket.writableLength,
      overflow: (): void => this.#drop('the client does not read what is sent to it'),
    };
    this.#output = new OutputBuffer(sink, owner.outputLimitBytes);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#onData(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#end());
    owner.log({ kind: 'connected' });
  }

  /** Ends the connection at once; what has been sent goes out if the client is reading. */
  close(): void {
    this.#output.flush();
    if (this.#socket.writableLength > 0) this.#socket.destroy();
    else this.#socket.end(() => this.#socket.destroy());
    this.#end();
  }

  /** Says goodbye and leaves it to the client to close: closing first could lose the last message on its way. */
  #dismiss(): void {
    this.#output.flush();
    this.#socket.setTimeout(DISMISSAL_MS, () => this.#socket.destroy());
    this.#socket.end();
    this.#end();
  }

  #onData(chunk: Buffer): void {
    for (const input of this.#reader.push(chunk)) {
      if (this.#ended) return;
      this.#onInput(input);
    }
  }

  #onInput(input: WireInput): void {
    switch (input.kind) {
      case 'hello':
        this.#greet(input.versions);
        return;
      case 'broken':
        this.#drop(input.reason);
        return;
      case 'message':
        this.#onMessage(input.fields);
    }
  }

  #greet(versions: string): void {
    const offered = parseVersionLine(versions);
    const version = offered === undefined ? undefined : agreeOnVersion(offered);
    if (version === undefined) {
      this.#drop(`no common version with ${JSON.stringify(versions.slice(0, 40))}`);
      return;
    }
    this.#serverVersion = version;
    const nowMs = this.#owner.context.world.clock.nowMs();
    this.#output.append(messages.handshakeReply(version, zonedText(nowMs, GATEWAY_ZONE)));
  }

  #onMessage(fields: readonly string[]): void {
    const version = this.#serverVersion;
    if (version === undefined) return;
    const decoded = decodeRequest(fields, version);
    if (this.#desk !== undefined) {
      this.#answer(this.#desk, decoded);
      return;
    }
    if (decoded.kind === 'request' && decoded.request.kind === 'startApi') {
      this.#start(decoded.request.clientId, version);
      return;
    }
    const text = "Error validating request.-'bO' : cause - The API has not been started";
    this.#output.append(messages.errorMessage(messages.NO_ID, 321, text));
  }

  #start(clientId: number, serverVersion: number): void {
    const { context, log } = this.#owner;
    if (!this.#owner.claim(clientId)) {
      log({ kind: 'refused', reason: `client id ${clientId} is in use` });
      this.#output.append(messages.errorMessage(messages.NO_ID, 326, CLIENT_ID_IN_USE));
      this.#dismiss();
      return;
    }
    const client: Client = { clientId, serverVersion, send: (payload) => this.#output.append(payload) };
    this.#client = client;
    context.orders.attach(client);
    this.#desk = new RequestDesk(client, context);
    client.send(messages.managedAccountsMessage([context.world.account.id]));
    client.send(messages.nextValidIdMessage(context.world.exchange.nextOrderId()));
    for (const [code, text] of farmNotices) sendError(client, messages.NO_ID, code, text);
    log({ kind: 'started', clientId, serverVersion });
  }

  /** A fault in answering one request must not end the other clients: it is logged and told as an error. */
  #answer(desk: RequestDesk, decoded: DecodedRequest): void {
    try {
      desk.answer(decoded);
    } catch (error) {
      this.#owner.log({ kind: 'fault', clientId: this.#client?.clientId, error });
      const text = "Error processing request.-'bO' : cause - The simulator could not answer this request";
      this.#output.append(messages.errorMessage(idOf(decoded), 322, text));
    }
  }

  #drop(reason: string): void {
    if (this.#ended) return;
    this.#owner.log({ kind: 'dropped', clientId: this.#client?.clientId, reason });
    this.#socket.destroy();
    this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#output.close();
    const client = this.#client;
    if (client !== undefined) {
      this.#desk?.close();
      this.#owner.context.orders.detach(client);
      this.#owner.release(client.clientId);
    }
    this.#owner.log({ kind: 'disconnected', clientId: client?.clientId });
  }
}

function idOf(decoded: DecodedRequest): number {
  if (decoded.kind === 'unknown') return messages.NO_ID;
  if (decoded.kind !== 'request') return decoded.id;
  const { request } = decoded;
  if ('reqId' in request) return request.reqId;
  return 'orderId' in request ? request.orderId : messages.NO_ID;
}
