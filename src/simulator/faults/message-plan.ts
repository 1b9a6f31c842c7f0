import type { Fault } from './fault';
import type { FaultStep } from './fault-script';

const DEFAULT_COPIES = 2;
const DEFAULT_DELAY_MS = 1_000;

type DropFault = Extract<Fault, { kind: 'drop' }>;
type MalformedFault = Extract<Fault, { kind: 'malformed' }>;
type ErrorFault = Extract<Fault, { kind: 'answer-error' }>;

/** What several steps together do to one message. */
export interface MessagePlan {
  readonly swallowed: boolean;
  readonly copies: number;
  readonly delay: { readonly messages: number; readonly ms: number } | undefined;
  readonly malformed: MalformedFault['how'] | undefined;
  readonly error: ErrorFault | undefined;
  readonly drop: DropFault | undefined;
  readonly becomesCopy: boolean;
  /** The steps that change the message itself. */
  readonly onMessage: readonly FaultStep[];
  /** The steps that do something else than change the message. */
  readonly others: readonly FaultStep[];
}

/** Puts together what happens to a message; of two steps that do the same the later one counts. */
export function planMessage(steps: readonly FaultStep[], direction: 'in' | 'out'): MessagePlan {
  const faults = steps.map(({ fault }) => fault);
  const last = <K extends Fault['kind']>(kind: K): Extract<Fault, { kind: K }> | undefined =>
    faults.findLast((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
  const delay = last('delay');
  const delaying = steps.findLast(({ fault }) => fault.kind === 'delay');
  const own = new Set<Fault['kind']>(['swallow', 'duplicate', 'delay', 'drop', 'two-copies']);
  own.add(direction === 'in' ? 'answer-error' : 'malformed');
  return {
    swallowed: last('swallow') !== undefined,
    copies: repeats(last('duplicate')),
    delay:
      delay === undefined
        ? undefined
        : { messages: delay.messages ?? 1, ms: delaying?.forMs ?? DEFAULT_DELAY_MS },
    malformed: direction === 'out' ? last('malformed')?.how : undefined,
    error: direction === 'in' ? last('answer-error') : undefined,
    drop: last('drop'),
    becomesCopy: last('two-copies') !== undefined,
    onMessage: steps.filter(({ fault }) => own.has(fault.kind)),
    others: steps.filter(({ fault }) => !own.has(fault.kind)),
  };
}

function repeats(fault: Extract<Fault, { kind: 'duplicate' }> | undefined): number {
  return fault === undefined ? 1 : (fault.count ?? DEFAULT_COPIES);
}
