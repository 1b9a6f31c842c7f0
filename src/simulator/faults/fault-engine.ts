import type { FaultScript, FaultStep, FaultTrigger, OrderStage, TimeTrigger } from './fault-script';
import { ANY_MESSAGE, messageNumber } from './message-names';

/** Something that has happened and may set off steps. Times are not events: the engine's owner plans them. */
export type FaultEvent =
  /** Once at accept with `clientId` undefined, and once more at START_API with it. */
  | { readonly kind: 'connection'; readonly clientId: number | undefined }
  | {
      readonly kind: 'message';
      readonly direction: 'in' | 'out';
      readonly message: number;
      readonly clientId: number | undefined;
    }
  | {
      readonly kind: 'order';
      readonly stage: OrderStage;
      readonly clientId: number;
      readonly orderRef: string;
    }
  | { readonly kind: 'command'; readonly name: string };

/** A step that waits for a time. */
export type TimedStep = FaultStep & { readonly when: TimeTrigger };

/** Decides which steps of a script fire. It knows nothing of what they do. */
export class FaultEngine {
  readonly #steps: readonly FaultStep[];
  readonly #seen: number[];
  readonly #watched = { in: new Set<number | string>(), out: new Set<number | string>() };
  readonly #watchesOrders: boolean;

  constructor(script: FaultScript) {
    this.#steps = script.steps;
    this.#seen = script.steps.map(() => 0);
    for (const { when } of script.steps) {
      if (when.on !== 'message') continue;
      const number = messageNumber(when.direction, when.message);
      if (number !== undefined) this.#watched[when.direction].add(number);
    }
    this.#watchesOrders = script.steps.some(({ when }) => when.on === 'order');
  }

  /** False when no step looks at messages of this direction. */
  watchesMessages(direction: 'in' | 'out'): boolean {
    return this.#watched[direction].size > 0;
  }

  get watchesOrders(): boolean {
    return this.#watchesOrders;
  }

  /** The steps that fire now, in their order. Each call counts. */
  occur(event: FaultEvent): readonly FaultStep[] {
    if (event.kind === 'message') {
      const watched = this.#watched[event.direction];
      if (!watched.has(event.message) && !watched.has(ANY_MESSAGE)) return [];
    }
    return this.#steps.filter((step, index) => {
      if (!fits(step, event)) return false;
      const count = (this.#seen[index] ?? 0) + 1;
      this.#seen[index] = count;
      return fires(step, count);
    });
  }

  /** The steps that wait for a time since the script began, or since the session of this client did. */
  timed(since: 'start'): readonly TimedStep[];
  timed(since: 'session', clientId: number): readonly TimedStep[];
  timed(since: 'start' | 'session', clientId?: number): readonly TimedStep[] {
    return this.#steps.filter(
      (step): step is TimedStep =>
        step.when.on === 'time' &&
        step.when.since === since &&
        (since === 'start' || step.clientId === undefined || step.clientId === clientId),
    );
  }
}

function fires({ when, times = 1 }: FaultStep, count: number): boolean {
  const first = 'nth' in when ? (when.nth ?? 1) : 1;
  // A command is given on purpose each time, so it counts for as long as nothing else is said.
  const most = when.on === 'command' && times === 1 ? 'always' : times;
  return count >= first && (most === 'always' || count < first + most);
}

function fits({ when, clientId }: FaultStep, event: FaultEvent): boolean {
  if (when.on !== event.kind) return false;
  if (event.kind === 'connection') return event.clientId === clientId;
  if (event.kind === 'command') return isCommand(when, event.name);
  if (clientId !== undefined && event.clientId !== clientId) return false;
  if (event.kind === 'order') {
    return (
      when.on === 'order' &&
      when.stage === event.stage &&
      (when.orderRef === undefined || when.orderRef === event.orderRef)
    );
  }
  if (when.on !== 'message' || when.direction !== event.direction) return false;
  const number = messageNumber(when.direction, when.message);
  return number === ANY_MESSAGE || number === event.message;
}

function isCommand(when: FaultTrigger, name: string): boolean {
  return when.on === 'command' && when.name === name;
}
