import type { Socket } from 'node:net';
import { OutputBuffer } from '../../src/simulator/gateway/output-buffer';
import { FrameReader } from '../../src/simulator/wire/frame-reader';
import { SERVER_VERSION } from '../../src/simulator/wire/handshake';
import { positionEndMessage } from '../../src/simulator/wire/messages/account-messages';
import { marketDataTypeMessage } from '../../src/simulator/wire/messages/market-data-messages';
import {
  completedOrdersEndMessage,
  executionEndMessage,
  openOrderEndMessage,
} from '../../src/simulator/wire/messages/order-messages';
import {
  contractDetailsEndMessage,
  contractDetailsMessage,
} from '../../src/simulator/wire/messages/reference-messages';
import * as system from '../../src/simulator/wire/messages/system-messages';
import { decodeRequest, type GatewayRequest } from '../../src/simulator/wire/requests/decode-request';
import { GATEWAY_ZONE, zonedText } from '../../src/simulator/wire/zone-time';
import { TickGenerator } from './tick-generator';
import { tickHours, tickInstrument } from './tick-instrument';
import { conIdAt, probeConId, symbolCount } from './tick-symbols';

const outputLimitBytes = 64 * 1024 * 1024;

/** One connection to the tick gateway: enough of a gateway that the app gets ready, and ticks on demand. */
export class TickClient {
  readonly #socket: Socket;
  readonly #output: OutputBuffer;
  readonly #reader = new FrameReader();
  readonly #generators = new Map<number, TickGenerator>();
  readonly #onSubscribed: (clientId: number) => void;
  #turn: readonly TickGenerator[] = [];
  #next = 0;
  clientId = -1;

  /** @param onSubscribed called when every market is subscribed. */
  constructor(socket: Socket, onSubscribed: (clientId: number) => void) {
    this.#socket = socket;
    this.#onSubscribed = onSubscribed;
    this.#output = new OutputBuffer(
      {
        write: (bytes) => void socket.write(bytes),
        backlogBytes: () => socket.writableLength,
        overflow: () => socket.destroy(),
      },
      outputLimitBytes,
    );
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => this.#read(chunk));
  }

  get backlogBytes(): number {
    return this.#socket.writableLength;
  }

  /** Sends so many ticks, each from the next market. */
  tick(count: number, nowMs: number): void {
    for (let sent = 0; sent < count; sent += 1) {
      const generator = this.#turn[this.#next % this.#turn.length];
      if (generator === undefined) return;
      this.#next += 1;
      this.#output.append(generator.next(nowMs));
    }
    this.#output.flush();
  }

  #read(chunk: Buffer): void {
    for (const input of this.#reader.push(chunk)) {
      if (input.kind === 'broken') this.#socket.destroy();
      if (input.kind === 'hello')
        this.#output.append(system.handshakeReply(SERVER_VERSION, zonedText(Date.now(), GATEWAY_ZONE)));
      if (input.kind !== 'message') continue;
      const decoded = decodeRequest(input.fields, SERVER_VERSION);
      if (decoded.kind === 'request') this.#answer(decoded.request);
    }
  }

  #answer(request: GatewayRequest): void {
    const output = this.#output;
    switch (request.kind) {
      case 'startApi':
        this.clientId = request.clientId;
        output.append(system.managedAccountsMessage(['DU1234567']));
        output.append(system.nextValidIdMessage(1));
        return;
      case 'reqCurrentTime':
        output.append(system.currentTimeMessage(Date.now()));
        return;
      case 'reqContractDetails':
        output.append(
          contractDetailsMessage(
            request.reqId,
            tickInstrument(request.contract.conId),
            tickHours,
            SERVER_VERSION,
          ),
        );
        output.append(contractDetailsEndMessage(request.reqId));
        return;
      case 'reqMktData':
        this.#subscribe(request.reqId, request.contract.conId);
        return;
      case 'reqHistoricalData':
      case 'reqHeadTimestamp':
        output.append(
          system.errorMessage(
            request.reqId,
            162,
            'Historical Market Data Service error message:no data',
            SERVER_VERSION,
          ),
        );
        return;
      case 'reqAllOpenOrders':
      case 'reqOpenOrders':
        output.append(openOrderEndMessage());
        return;
      case 'reqCompletedOrders':
        output.append(completedOrdersEndMessage());
        return;
      case 'reqExecutions':
        output.append(executionEndMessage(request.reqId));
        return;
      case 'reqPositions':
        output.append(positionEndMessage());
        return;
      default:
    }
  }

  #subscribe(reqId: number, conId: number): void {
    const seed = conId - conIdAt(0);
    if (seed < 0 || seed >= symbolCount || this.#generators.has(conId)) return;
    this.#generators.set(conId, new TickGenerator(reqId, seed, conId === probeConId));
    this.#output.append(marketDataTypeMessage(reqId, 1));
    if (this.#generators.size < symbolCount) return;
    this.#turn = [...this.#generators.values()];
    this.#onSubscribed(this.clientId);
  }
}
