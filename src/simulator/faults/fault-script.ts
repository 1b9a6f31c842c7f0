import type { Fault } from './fault';

/**
 * Says when what breaks. Steps are looked at in their order; several may fire at one event, and then all of them
 * strike, first to last. All times are milliseconds of the simulated clock: at speed 1 those of the wall.
 */
export interface FaultScript {
  readonly steps: readonly FaultStep[];
}

/** One thing that breaks. */
export interface FaultStep {
  readonly when: FaultTrigger;
  readonly fault: Fault;
  /**
   * Only this client: the trigger looks at it alone and the fault strikes it alone. Without it the trigger looks at
   * every client, and the fault strikes the client that set it off, or all of them when none did (at a time, on
   * command). A connection has no client id before START_API, so a `connection` step with one fires there.
   */
  readonly clientId?: number | undefined;
  /**
   * At how many events in a row the step fires, the `nth` being the first: 1 by default, but a command fires each time
   * it is given.
   */
  readonly times?: number | 'always' | undefined;
  /**
   * How long a fault with a duration lasts; each says what happens without it. A fault that is over at once takes
   * no notice of it.
   */
  readonly forMs?: number | undefined;
}

/** The moment at which a step fires. */
export type FaultTrigger =
  | ConnectionTrigger
  | MessageTrigger
  | OrderTrigger
  | TimeTrigger
  /** Somebody outside says this name: `gateway.faults.run(name)`, or a line on the standard input of the CLI. */
  | { readonly on: 'command'; readonly name: string };

/** A connection has been accepted; nothing has been read from it. */
export interface ConnectionTrigger {
  readonly on: 'connection';
  /** The how-manieth connection attempt, counted from 1 since the script began; 1 by default. */
  readonly nth?: number | undefined;
}

/**
 * A message comes in from a client, before it is carried out, or goes out to one, before it is sent. The handshake
 * (`API`, versions, and its answer) is not a message; START_API is one.
 */
export interface MessageTrigger {
  readonly on: 'message';
  readonly direction: 'in' | 'out';
  /**
   * Name or number of the message, for example `reqMktData` (1) coming in or `openOrder` (5) going out; `any` for
   * each one.
   */
  readonly message: string | number;
  /** The how-manieth such message, counted from 1 since the script began, over all clients that count; 1 by default. */
  readonly nth?: number | undefined;
}

/** An order comes to a stage of its life. What-if orders have none. */
export interface OrderTrigger {
  readonly on: 'order';
  readonly stage: OrderStage;
  /** The how-manieth order that comes to it, counted from 1 since the script began; 1 by default. */
  readonly nth?: number | undefined;
  /** Only orders with this `orderRef`. */
  readonly orderRef?: string | undefined;
}

/**
 * - `before-accept`: the client has sent a new order, the exchange does not know it yet;
 * - `after-accept`: the exchange has it, the client has been told nothing yet;
 * - `after-fill`: it has filled, in part or whole, and the client has not been told of this fill yet;
 * - `on-modify`: the client has sent a change, the exchange does not know it yet;
 * - `after-modify`: the exchange has made the change, the client has been told nothing yet;
 * - `on-cancel`: the client has sent a cancel, the exchange does not know it yet;
 * - `after-cancel`: the order has been cancelled, the client has not been told yet.
 */
export type OrderStage =
  | 'before-accept'
  | 'after-accept'
  | 'after-fill'
  | 'on-modify'
  | 'after-modify'
  | 'on-cancel'
  | 'after-cancel';

/** Some time has passed since the script began, or since a client started its API session (for each one anew). */
export interface TimeTrigger {
  readonly on: 'time';
  readonly afterMs: number;
  readonly since: 'start' | 'session';
}

export const orderStages = [
  'before-accept',
  'after-accept',
  'after-fill',
  'on-modify',
  'after-modify',
  'on-cancel',
  'after-cancel',
] as const satisfies readonly OrderStage[];
