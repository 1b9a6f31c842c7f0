import type { Socket } from 'node:net';
import type { ConnectionFaults } from '../faults/connection-faults';
import type { FaultySession } from '../faults/faulty-session';
import type { GatewayFaults } from '../faults/gateway-faults';
import { FrameReader, type WireInput } from '../wire/frame-reader';
import { agreeOnVersion, parseVersionLine, SERVER_VERSION } from '../wire/handshake';
import { messageSince } from '../wire/message-ids';
import * as messages from '../wire/messages/system-messages';
import { type DecodedRequest, decodeRequest } from '../wire/requests/decode-request';
import { GATEWAY_ZONE, zonedText } from '../wire/zone-time';
import { type Client, sendError } from './client';
import { DepthControl } from './depth-control';
import type { GatewayContext } from './gateway-context';
import type { GatewayLog } from './gateway-log';
import { guardedWorld } from './guarded-world';
import { IncomingRate } from './incoming-rate';
import { OutputBuffer } from './output-buffer';
import { RequestDesk } from './request-desk';

/** What a session asks of its gateway. */
export interface SessionOwner {
  readonly context: GatewayContext;
  readonly log: GatewayLog;
  /** What breaks by script. */
  readonly faults: GatewayFaults;
  /** The most bytes that may wait for a client that does not read. */
  readonly outputLimitBytes: number;
  /** Takes the client id: `taken` when another client has it, `full` when there are too many clients. */
  claim(clientId: number): 'ok' | 'taken' | 'full';
  release(clientId: number): void;
}

const CLIENT_ID_IN_USE =
  'Unable to connect as the client id is already in use. Retry with a unique client id.';
const PACE_API = '+PACEAPI';

/** How long a client that was turned away may take to close its side, in milliseconds. */
const DISMISSAL_MS = 5_000;

/** The notices that follow nextValidId, in the form of the recorded ones. */
const farmNotices: readonly (readonly [number, string])[] = [
  [2104, 'Market data farm connection is OK:usfarm'],
  [2106, 'HMDS data farm connection is OK:ushmds'],
  [2158, 'Sec-def data farm connection is OK:secdefnj'],
];

/** One connection: handshake, START_API, then requests until it ends. */
export class ClientSession implements FaultySession {
  readonly #socket: Socket;
  readonly #owner: SessionOwner;
  readonly #reader = new FrameReader();
  readonly #output: OutputBuffer;
  readonly #faults: ConnectionFaults;
  readonly #rate: IncomingRate;
  readonly #depth = new DepthControl();
  #serverVersion: number | undefined;
  #desk: RequestDesk | undefined;
  #client: Client | undefined;
  #ended = false;

  constructor(socket: Socket, owner: SessionOwner) {
    this.#socket = socket;
    this.#owner = owner;
    this.#faults = owner.faults.connect(this);
    const { link } = this.#faults;
    const sink = {
      write: (bytes: Buffer): void => link.write(bytes),
      backlogBytes: (): number => socket.writableLength + link.backlogBytes,
      overflow: (): void => this.#drop('the client does not read what is sent to it'),
    };
    this.#output = new OutputBuffer(sink, owner.outputLimitBytes);
    const { limits, wall } = owner.context;
    this.#rate = new IncomingRate(limits.messagesPerSecond, wall, {
      carryOut: (fields) => this.#faults.receive(fields),
      exceeded: (text) => this.#faults.tell(100, messages.NO_ID, text),
      drop: (reason) => this.#dropAfterWords(reason),
    });
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#onData(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => link.closed());
    owner.log({ kind: 'connected' });
    owner.faults.accepted(this.#faults);
  }

  get clientId(): number | undefined {
    return this.#client?.clientId;
  }

  get serverVersion(): number {
    return this.#serverVersion ?? SERVER_VERSION;
  }

  /** Ends the connection at once; what has been sent goes out if the client is reading. */
  close(): void {
    this.#output.flush();
    this.#faults.link.flush();
    if (this.#socket.writableLength > 0) this.#socket.destroy();
    else this.#socket.end(() => this.#socket.destroy());
    this.gone();
  }

  carryOut(fields: readonly string[]): void {
    const version = this.#serverVersion;
    if (version === undefined || this.#ended) return;
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
    this.#output.append(messages.errorMessage(messages.NO_ID, 321, text, version));
  }

  carryOutDelayed(fields: readonly string[]): void {
    this.#desk?.delayedAtMost(() => this.carryOut(fields));
  }

  append(payload: string): void {
    this.#output.append(payload);
  }

  appendBytes(bytes: Buffer): void {
    this.#output.appendBytes(bytes);
  }

  flush(): void {
    this.#output.flush();
  }

  write(bytes: Buffer): void {
    if (!this.#socket.destroyed) this.#socket.write(bytes);
  }

  end(how: 'reset' | 'close'): void {
    this.#output.close();
    // A pipe or unix domain socket cannot be reset.
    if (how === 'close') this.#socket.end(() => this.#socket.destroy());
    else if (this.#socket.remoteAddress === undefined) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
    this.gone();
  }

  loseMarketData(): void {
    this.#desk?.loseMarketData();
  }

  refillDepth(): void {
    this.#depth.resetAll();
  }

  /** The client has gone, or is to be treated as if it had. */
  gone(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#output.close();
    this.#rate.stop();
    this.#owner.faults.disconnected(this.#faults);
    const client = this.#client;
    if (client !== undefined) {
      this.#desk?.close();
      this.#owner.context.orders.detach(client);
      this.#owner.release(client.clientId);
    }
    this.#owner.log({ kind: 'disconnected', clientId: client?.clientId });
  }

  /** Says goodbye and leaves it to the client to close: closing first could lose the last message on its way. */
  #dismiss(): void {
    this.#output.flush();
    this.#faults.link.flush();
    this.#socket.setTimeout(DISMISSAL_MS, () => this.#socket.destroy());
    this.#socket.end();
    this.gone();
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
        if (!this.#faults.link.isSilentIn) this.#greet(input.versions);
        return;
      case 'broken':
        this.#drop(input.reason);
        return;
      case 'message':
        this.#rate.receive(input.fields);
    }
  }

  #greet(versions: string): void {
    const offered = parseVersionLine(versions);
    const version = offered === undefined ? undefined : agreeOnVersion(offered);
    if (offered === undefined || version === undefined) {
      this.#drop(`no common version with ${JSON.stringify(versions.slice(0, 40))}`);
      return;
    }
    if (offered.connectOptions.includes(PACE_API)) this.#rate.pace();
    this.#serverVersion = version;
    const nowMs = this.#owner.context.world.clock.nowMs() + this.#faults.clockOffsetMs;
    this.#output.append(messages.handshakeReply(version, zonedText(nowMs, GATEWAY_ZONE)));
  }

  #start(clientId: number, serverVersion: number): void {
    const { log, faults } = this.#owner;
    faults.identified(this.#faults, clientId);
    if (this.#ended || !this.#admits(clientId)) return;
    const client: Client = { clientId, serverVersion, send: this.#senderFor(serverVersion) };
    this.#client = client;
    const shared = this.#owner.context;
    const context = {
      ...shared,
      world: guardedWorld(shared.world, (error) => this.#tellOfFault(error)),
      depth: this.#depth,
    };
    shared.orders.attach(client);
    this.#desk = new RequestDesk(client, context);
    client.send(messages.managedAccountsMessage([context.world.account.id]));
    client.send(messages.nextValidIdMessage(context.world.exchange.nextOrderId()));
    for (const [code, text] of farmNotices) sendError(client, messages.NO_ID, code, text);
    faults.started(this.#faults, clientId);
    log({ kind: 'started', clientId, serverVersion });
  }

  /** Leaves out the messages that a client of an older version does not know. */
  #senderFor(serverVersion: number): (payload: string) => void {
    const send = (payload: string): void => this.#faults.send(payload);
    const unknown = [...messageSince].filter(([, since]) => serverVersion < since).map(([id]) => `${id}\0`);
    if (unknown.length === 0) return send;
    return (payload) => {
      if (!unknown.some((head) => payload.startsWith(head))) send(payload);
    };
  }

  /** False when the client has been turned away. */
  #admits(clientId: number): boolean {
    const { refusal } = this.#faults;
    if (refusal === 'reset-after-handshake' || refusal === 'close-after-handshake') {
      this.end(refusal === 'reset-after-handshake' ? 'reset' : 'close');
      return false;
    }
    const claimed = refusal === 'client-id-in-use' ? 'taken' : this.#owner.claim(clientId);
    if (claimed === 'ok') return true;
    const { clients } = this.#owner.context.limits;
    const [code, text, reason] =
      claimed === 'taken'
        ? ([326, CLIENT_ID_IN_USE, `client id ${clientId} is in use`] as const)
        : ([
            321,
            `Error validating request.-'bO' : cause - Max number of clients (${clients}) has been reached`,
            `${clients} clients are connected already`,
          ] as const);
    this.#owner.log({ kind: 'refused', reason });
    this.#output.append(messages.errorMessage(messages.NO_ID, code, text, this.serverVersion));
    this.#dismiss();
    return false;
  }

  /** A fault in answering one request must not end the other clients: it is logged and told as an error. */
  #answer(desk: RequestDesk, decoded: DecodedRequest): void {
    try {
      desk.answer(decoded);
    } catch (error) {
      this.#owner.log({ kind: 'fault', clientId: this.#client?.clientId, error });
      const text = "Error processing request.-'bO' : cause - The simulator could not answer this request";
      this.#output.append(messages.errorMessage(idOf(decoded), 322, text, this.serverVersion));
    }
  }

  /** Nor must one in a timer or a market event of this client. */
  #tellOfFault(error: unknown): void {
    this.#owner.log({ kind: 'fault', clientId: this.#client?.clientId, error });
    const text =
      "Error processing request.-'bO' : cause - The simulator could not go on with what it was sending";
    this.#output.append(messages.errorMessage(messages.NO_ID, 322, text, this.serverVersion));
  }

  /** Drops the client after it has been told why. */
  #dropAfterWords(reason: string): void {
    if (this.#ended) return;
    this.#owner.log({ kind: 'dropped', clientId: this.#client?.clientId, reason });
    this.#dismiss();
  }

  #drop(reason: string): void {
    if (this.#ended) return;
    this.#owner.log({ kind: 'dropped', clientId: this.#client?.clientId, reason });
    this.#socket.destroy();
    this.gone();
  }
}

function idOf(decoded: DecodedRequest): number {
  if (decoded.kind === 'unknown') return messages.NO_ID;
  if (decoded.kind !== 'request') return decoded.id;
  const { request } = decoded;
  if ('reqId' in request) return request.reqId;
  return 'orderId' in request ? request.orderId : messages.NO_ID;
}
