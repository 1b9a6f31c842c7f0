import type { OptionComputation } from '../../world/options/option-model';
import { FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';
import { javaDouble } from '../wire-number';

/** Tick types of option computations. */
export const optionTickType = {
  bid: 10,
  ask: 11,
  last: 12,
  model: 13,
  callOpenInterest: 27,
  putOpenInterest: 28,
  callVolume: 29,
  putVolume: 30,
  /** The answer to a calculation that a client asked for. */
  custom: 53,
  delayedBid: 80,
  delayedAsk: 81,
  delayedLast: 82,
  delayedModel: 83,
} as const;

/** How TWS writes what has not been computed: -1 for what cannot be negative, -2 for a sensitivity. */
const NOT_COMPUTED = -1;
const NO_SENSITIVITY = -2;

/** Attribute of a computation: 0 from returns, 1 from prices. */
const FROM_RETURNS = 0;

/** Version that the message began with before server version 156, which brought the attribute. */
const COMPUTATION_VERSION = 6;

export function optionComputationMessage(
  reqId: number,
  tickType: number,
  computation: OptionComputation,
  serverVersion: number,
): string {
  const number = (value: number | null, missing: number): string => javaDouble(value ?? missing);
  const writer = new FieldWriter(messageId.tickOptionComputation);
  const older = serverVersion < fieldSince.priceBasedVolatility;
  if (older) writer.int(COMPUTATION_VERSION);
  writer.int(reqId).int(tickType);
  if (!older) writer.int(FROM_RETURNS);
  return writer
    .text(number(computation.impliedVolatility, NOT_COMPUTED))
    .text(number(computation.delta, NO_SENSITIVITY))
    .text(number(computation.optionPrice, NOT_COMPUTED))
    .text(number(computation.pvDividend, NOT_COMPUTED))
    .text(number(computation.gamma, NO_SENSITIVITY))
    .text(number(computation.vega, NO_SENSITIVITY))
    .text(number(computation.theta, NO_SENSITIVITY))
    .text(number(computation.underlyingPrice, NOT_COMPUTED))
    .end();
}

/** The exchanges behind a code of `tickReqParams`: their bits, names and letters. */
export function smartComponentsMessage(
  reqId: number,
  components: readonly { readonly bit: number; readonly exchange: string; readonly letter: string }[],
): string {
  const writer = new FieldWriter(messageId.smartComponents).int(reqId).int(components.length);
  for (const { bit, exchange, letter } of components) writer.int(bit).text(exchange).text(letter);
  return writer.end();
}
