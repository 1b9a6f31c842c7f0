import { messageId } from '../wire/message-ids';
import { currentTimeMessage } from '../wire/messages/system-messages';
import type { SimClock } from '../world/world';
import type { FaultStep } from './fault-script';
import { malformedBytes } from './malformed';
import { asksForOrders, fieldAt, messageNumberOf, orderMessages } from './message-layout';
import { planMessage } from './message-plan';
import type { MutedOrders } from './muted-orders';
import type { StreamFilter } from './stream-filter';

const MAX_LATE = 10_000;

/** What outgoing messages need of their surroundings. */
export interface OutgoingSurroundings {
  readonly clock: SimClock;
  readonly streams: StreamFilter;
  readonly muted: MutedOrders;
  clientId(): number | undefined;
  serverVersion(): number;
  /** False when no step looks at outgoing messages. */
  watched(): boolean;
  /** The steps that this message sets off. */
  steps(message: number): readonly FaultStep[];
  /** Does what does not concern the message. */
  strike(step: FaultStep): void;
  /** A step has struck, and what it does is done here. */
  note(step: FaultStep): void;
  /** Puts a message into the output. */
  append(payload: string): void;
  /** Puts bytes into the output that need not be frames. */
  appendBytes(bytes: Buffer): void;
  flush(): void;
  end(how: 'reset' | 'close'): void;
}

interface DelayedMessage {
  readonly payload: string;
  readonly copies: number;
  left: number;
  cancel: () => void;
}

/** Takes each message to one client through what breaks there. */
export class OutgoingFaults {
  /** The incoming message that is being carried out, undefined between them. */
  carrying: number | undefined;
  /** What becomes of order callbacks; undefined while they come. */
  orderCallbacks: 'lost' | 'late' | undefined;
  /** Milliseconds that the gateway's clock is off. */
  clockOffsetMs = 0;
  readonly #around: OutgoingSurroundings;
  readonly #delayed: DelayedMessage[] = [];
  #late: string[] = [];

  constructor(around: OutgoingSurroundings) {
    this.#around = around;
  }

  /** True while messages only pass through. */
  get isQuiet(): boolean {
    return (
      this.orderCallbacks === undefined &&
      this.clockOffsetMs === 0 &&
      this.#delayed.length === 0 &&
      this.#around.muted.isEmpty &&
      this.#around.streams.isClear &&
      !this.#around.watched()
    );
  }

  send(payload: string): void {
    const message = messageNumberOf(payload);
    if (!this.#passes(message, payload)) return;
    const steps = this.#around.steps(message);
    if (steps.length === 0) this.#emit(message, payload);
    else this.#sendBy(steps, message, payload);
  }

  /** Lets the order callbacks come again, and with them those that are late. */
  resumeOrderCallbacks(): void {
    this.orderCallbacks = undefined;
    const late = this.#late;
    this.#late = [];
    for (const payload of late) this.send(payload);
  }

  /** Sends what is held back now. */
  releaseDelayed(): void {
    for (const delayed of this.#delayed.splice(0)) {
      delayed.cancel();
      this.#around.append(delayed.payload);
    }
  }

  stop(): void {
    for (const delayed of this.#delayed.splice(0)) delayed.cancel();
    this.#late = [];
  }

  #passes(message: number, payload: string): boolean {
    if (!this.#around.streams.passes(message, payload)) return false;
    const tellsOfOrder = orderMessages.has(message) || message === messageId.commissionReport;
    if (!tellsOfOrder || this.#isAsked() || isNotice(message, payload)) return true;
    const { muted } = this.#around;
    if (muted.covers(this.#around.clientId(), message, payload, this.#around.serverVersion())) return false;
    if (this.orderCallbacks === undefined) return true;
    if (this.orderCallbacks === 'late' && this.#late.length < MAX_LATE) this.#late.push(payload);
    return false;
  }

  /** True while a request is being answered that asked for orders, or has nothing to do with them. */
  #isAsked(): boolean {
    const { carrying } = this;
    if (carrying === undefined) return false;
    return asksForOrders.has(carrying) || !changesOrders.has(carrying);
  }

  #sendBy(steps: readonly FaultStep[], message: number, payload: string): void {
    const around = this.#around;
    const plan = planMessage(steps, 'out');
    for (const step of plan.onMessage) around.note(step);
    for (const step of plan.others) around.strike(step);
    const lost = plan.swallowed || (plan.drop !== undefined && plan.drop.message !== 'kept');
    if (!lost && plan.malformed !== undefined) around.appendBytes(malformedBytes(payload, plan.malformed));
    else if (!lost && plan.delay !== undefined) this.#delay(payload, plan.copies, plan.delay);
    else if (!lost) for (let copy = 0; copy < plan.copies; copy += 1) this.#emit(message, payload);
    if (plan.drop === undefined) return;
    if (!lost) around.flush();
    around.end(plan.drop.how);
  }

  #delay(payload: string, copies: number, delay: { readonly messages: number; readonly ms: number }): void {
    const { clock } = this.#around;
    const delayed: DelayedMessage = {
      payload,
      copies,
      left: delay.messages,
      cancel: clock.schedule(clock.nowMs() + delay.ms, () => this.#release(delayed)),
    };
    this.#delayed.push(delayed);
  }

  #release(delayed: DelayedMessage): void {
    const index = this.#delayed.indexOf(delayed);
    if (index === -1) return;
    this.#delayed.splice(index, 1);
    delayed.cancel();
    for (let copy = 0; copy < delayed.copies; copy += 1) this.#around.append(delayed.payload);
  }

  #emit(message: number, payload: string): void {
    this.#around.append(message === messageId.currentTime ? this.#wrongTime(payload) : payload);
    if (this.#delayed.length === 0) return;
    for (const delayed of this.#delayed) delayed.left -= 1;
    for (const delayed of this.#delayed.filter(({ left }) => left <= 0)) this.#release(delayed);
  }

  #wrongTime(payload: string): string {
    if (this.clockOffsetMs === 0) return payload;
    return currentTimeMessage(Number(fieldAt(payload, 2)) * 1_000 + this.clockOffsetMs);
  }
}

/** placeOrder, cancelOrder, exerciseOptions and the global cancel: what they are answered is told by itself. */
const changesOrders: ReadonlySet<number> = new Set([3, 4, 21, 58]);

/** Errors without an order or request id are never about an order. */
function isNotice(message: number, payload: string): boolean {
  return message === messageId.error && Number(fieldAt(payload, 2)) < 0;
}
