import type { SimInstrument } from '../world/world';
import type { Client } from './client';
import type { GatewayContext } from './gateway-context';
import { optionTicks } from './option-ticks';

/** A market data line that is about to send ticks. */
export interface LineStart {
  readonly client: Client;
  readonly context: GatewayContext;
  readonly instrument: SimInstrument;
  readonly reqId: number;
  readonly genericTicks: ReadonlySet<number>;
  /** The list as the client sent it, for entries with a part of their own like `292:BRFG+DJNL`. */
  readonly genericTickText: string;
  /** Its values are 15 minutes late. */
  readonly delayed: boolean;
  /** False for a snapshot: the image alone is wanted. */
  readonly follow: boolean;
}

/**
 * Something that sends ticks of its own on a line beside prices and sizes, as option computations do. It sends its image
 * when it is made; the result ends it. Undefined when it has nothing to say on this line.
 */
export type LineExtra = (start: LineStart) => (() => void) | undefined;

/** All of them, in the order in which they send. */
export const lineExtras: readonly LineExtra[] = [optionTicks];
