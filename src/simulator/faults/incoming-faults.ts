import { errorMessage } from '../wire/messages/system-messages';
import { decodeRequest } from '../wire/requests/decode-request';
import { PLACE_ORDER_ID } from '../wire/requests/place-order-request';
import { positionAt } from '../wire/requests/request-layout';
import type { SimClock } from '../world/world';
import type { FaultEngine } from './fault-engine';
import type { FaultStep, OrderStage } from './fault-script';
import { FaultTimers } from './fault-timers';
import type { FaultySession, OrderKey } from './faulty-session';
import { knownText } from './known-texts';
import { asksForDefinitions, asksForHistory, opensStream, streamRequest } from './message-layout';
import { planMessage } from './message-plan';
import type { OutgoingFaults } from './outgoing-faults';
import type { StreamFilter } from './stream-filter';

const MAX_HELD = 1_000;
const PLACE_ORDER = 3;
const CANCEL_ORDER = 4;
const START_API = 71;
const HISTORY_FARM_GONE =
  'Historical Market Data Service error message:HMDS connection attempt failed.  Connection will be re-attempted...';

/** What incoming messages need of their surroundings. */
export interface IncomingSurroundings {
  readonly clock: SimClock;
  engine(): FaultEngine;
  /** Does what does not concern the message. */
  strike(step: FaultStep, order?: OrderKey): void;
  /** A step has struck, and what it does is done here. */
  note(step: FaultStep): void;
  /** The live order of a client that a change or a cancel is about. */
  liveOrder(key: OrderKey): { readonly orderRef: string } | undefined;
  nextOrderId(): number;
}

/** An order message and the stage to which it brings its order. */
interface OrderMessage {
  readonly stage: OrderStage;
  readonly key: OrderKey;
  readonly orderRef: string;
}

/** Takes each message of one client through what breaks there. */
export class IncomingFaults {
  historyIsGone = false;
  definitionsWait = false;
  competing = false;
  delayed = false;
  permissionCode: number | undefined;
  readonly #session: FaultySession;
  readonly #around: IncomingSurroundings;
  readonly #streams: StreamFilter;
  readonly #outgoing: OutgoingFaults;
  readonly #timers: FaultTimers;
  #held: (readonly string[])[] = [];

  constructor(
    session: FaultySession,
    around: IncomingSurroundings,
    streams: StreamFilter,
    outgoing: OutgoingFaults,
  ) {
    this.#session = session;
    this.#around = around;
    this.#streams = streams;
    this.#outgoing = outgoing;
    this.#timers = new FaultTimers(around.clock);
  }

  receive(fields: readonly string[]): void {
    const engine = this.#around.engine();
    const message = Number(fields[0]);
    const clientId = message === START_API ? Number(fields[2]) : this.#session.clientId;
    const steps = engine.watchesMessages('in')
      ? engine.occur({ kind: 'message', direction: 'in', message, clientId })
      : [];
    const order = engine.watchesOrders ? this.#orderMessage(message, fields) : undefined;
    if (order === undefined) {
      this.#carryOutBy(steps, message, fields, undefined);
      return;
    }
    const { stage, key, orderRef } = order;
    const staged = engine.occur({ kind: 'order', stage, clientId: key.clientId, orderRef });
    this.#carryOutBy([...steps, ...staged], message, fields, order);
  }

  /** Carries out the requests that were waiting for a farm. */
  releaseHeld(): void {
    this.definitionsWait = false;
    const held = this.#held;
    this.#held = [];
    for (const fields of held) this.#carryOut(Number(fields[0]), fields);
  }

  stop(): void {
    this.#timers.cancelAll();
    this.#held = [];
  }

  #carryOutBy(
    steps: readonly FaultStep[],
    message: number,
    fields: readonly string[],
    order: OrderMessage | undefined,
  ): void {
    if (steps.length === 0) {
      this.#carryOut(message, fields);
      return;
    }
    const plan = planMessage(steps, 'in');
    for (const step of plan.onMessage) this.#around.note(step);
    for (const step of plan.others) this.#around.strike(step, order?.key);
    const lost = plan.swallowed || (plan.drop !== undefined && plan.drop.message !== 'kept');
    if (!lost) {
      const { error, delay } = plan;
      const asCopy = plan.becomesCopy && order?.stage === 'on-modify';
      const carried = asCopy
        ? fields.with(
            positionAt(PLACE_ORDER_ID, this.#session.serverVersion),
            String(this.#around.nextOrderId()),
          )
        : fields;
      if (error !== undefined) this.#refuse(message, fields, error.code, error.text ?? knownText(error.code));
      else
        for (let copy = 0; copy < plan.copies; copy += 1) {
          if (delay === undefined) this.#carryOut(message, carried);
          else this.#timers.later(delay.ms, () => this.#carryOut(message, carried));
        }
    }
    if (plan.drop !== undefined) this.#session.end(plan.drop.how);
  }

  #refuse(message: number, fields: readonly string[], code: number, text: string): void {
    const { serverVersion } = this.#session;
    const id = requestIdOf(message, fields, serverVersion);
    this.#session.append(errorMessage(id, code, text, serverVersion));
  }

  /** Carries a message out as far as farms, permissions and competing sessions let it. */
  #carryOut(message: number, fields: readonly string[]): void {
    const historyIdAt = asksForHistory.get(message);
    if (this.historyIsGone && historyIdAt !== undefined) {
      this.#refuse(message, fields, 162, HISTORY_FARM_GONE);
      return;
    }
    if (this.definitionsWait && asksForDefinitions.has(message)) {
      if (this.#held.length < MAX_HELD) this.#held.push(fields);
      return;
    }
    if (message === streamRequest.reqMktData && this.permissionCode !== undefined) {
      this.#refuse(message, fields, this.permissionCode, knownText(this.permissionCode));
      return;
    }
    this.#streams.requested(message, fields);
    this.#answer(message, fields);
    if (!this.competing) return;
    const [kind, position] = opensStream.get(message) ?? [];
    if (position === undefined || kind === 'history' || kind === 'scanner') return;
    this.#refuse(message, fields, 10197, knownText(10197));
  }

  #answer(message: number, fields: readonly string[]): void {
    const outer = this.#outgoing.carrying;
    this.#outgoing.carrying = message;
    try {
      if (this.delayed && message === streamRequest.reqMktData) this.#session.carryOutDelayed(fields);
      else this.#session.carryOut(fields);
    } finally {
      this.#outgoing.carrying = outer;
    }
  }

  #orderMessage(message: number, fields: readonly string[]): OrderMessage | undefined {
    const { clientId, serverVersion } = this.#session;
    if (clientId === undefined) return undefined;
    if (message !== PLACE_ORDER && message !== CANCEL_ORDER) return undefined;
    const decoded = decodeRequest(fields, serverVersion);
    if (decoded.kind !== 'request') return undefined;
    const { request } = decoded;
    if (request.kind === 'cancelOrder') {
      const key = { clientId, orderId: request.orderId };
      return { stage: 'on-cancel', key, orderRef: this.#around.liveOrder(key)?.orderRef ?? '' };
    }
    if (request.kind !== 'placeOrder' || request.attributes.whatIf) return undefined;
    const key = { clientId, orderId: request.orderId };
    const stage = this.#around.liveOrder(key) === undefined ? 'before-accept' : 'on-modify';
    return { stage, key, orderRef: request.attributes.orderRef };
  }
}

/** The request or order id of an incoming message, -1 when it has none. */
function requestIdOf(message: number, fields: readonly string[], serverVersion: number): number {
  const decoded = decodeRequest(fields, serverVersion);
  if (decoded.kind === 'unsupported' || decoded.kind === 'unreadable') return decoded.id;
  if (decoded.kind === 'request') {
    const { request } = decoded;
    if ('reqId' in request) return request.reqId;
    if ('orderId' in request) return request.orderId;
  }
  const position = opensStream.get(message)?.[1] ?? asksForHistory.get(message);
  return position === undefined ? -1 : Number(fields[positionAt(position, serverVersion)]);
}
