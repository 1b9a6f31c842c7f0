import type { DecimalText } from './decimal';

/** The checks that every order passes. Each can be switched off, and has a limit in its own unit. */
export const riskRules = [
  'order-shares',
  'order-contracts',
  'order-value',
  'order-share-of-net-liquidation',
  'limit-distance',
  'duplicate',
  'order-rate',
  'open-orders',
  'position-value',
  'concentration',
  'daily-loss',
  'buying-power',
  'market-order-hours',
  'spread',
  'stale-quote',
] as const;
export type RiskRule = (typeof riskRules)[number];

/** What a limit counts. `none`: the rule is on or off and has no limit. */
export type RiskUnit =
  | 'shares'
  | 'contracts'
  | 'base-currency'
  | 'percent'
  | 'ms'
  | 'per-minute'
  | 'orders'
  | 'none';

/** One rule as it is set. */
export interface RiskSetting {
  readonly on: boolean;
  /** In the rule's unit; null for a rule without a limit. */
  readonly limit: DecimalText | null;
}

/** The settings of all rules of one profile. */
export type RiskPolicy = Readonly<Record<RiskRule, RiskSetting>>;

/** What a rule is called, what it counts, and between which limits it can be set. */
export interface RiskRuleInfo {
  readonly title: string;
  readonly explanation: string;
  readonly unit: RiskUnit;
  /** Both null for a rule without a limit. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** False where a greater limit is the stricter one, such as the span in which a repeat is a slip. */
  readonly greaterIsLooser: boolean;
}

/** Which orders the gate lets through. `reducing`: those that make a position smaller. `halted`: none, cancels always. */
export const riskStates = ['active', 'reducing', 'halted'] as const;
export type RiskStateName = (typeof riskStates)[number];

/** The state of the gate with what brought it about. */
export type RiskState =
  | { readonly kind: 'active' }
  | { readonly kind: 'reducing'; readonly cause: 'trader' | 'daily-loss'; readonly sinceMs: number }
  /** `unreadable`: the limits could not be read, so nobody knows whether the gate had been closed. */
  | {
      readonly kind: 'halted';
      readonly cause: 'trader' | 'kill-switch' | 'unreadable';
      readonly sinceMs: number;
    };

/** A refusal of the gate: which rule, with the value that it saw and the limit that it has. */
export interface RiskRefusal {
  readonly rule: RiskRule | 'state';
  /** What was found, with its unit, such as `12,000 shares`; null where nothing is known. */
  readonly value: string | null;
  readonly limit: string | null;
  /** A sentence for the trader with what to do. */
  readonly text: string;
}

const percent = { unit: 'percent', minimum: 0.01, maximum: 1_000, greaterIsLooser: true } as const;
const money = { unit: 'base-currency', minimum: 1, maximum: 1_000_000_000, greaterIsLooser: true } as const;
const onOff = { unit: 'none', minimum: null, maximum: null, greaterIsLooser: true } as const;

/** The rules as they are explained in the settings. */
export const riskRuleInfo: Readonly<Record<RiskRule, RiskRuleInfo>> = {
  'order-shares': {
    title: 'Shares in one order',
    explanation: 'Stocks and funds.',
    unit: 'shares',
    minimum: 1,
    maximum: 10_000_000,
    greaterIsLooser: true,
  },
  'order-contracts': {
    title: 'Contracts in one order',
    explanation: 'Options and futures.',
    unit: 'contracts',
    minimum: 1,
    maximum: 100_000,
    greaterIsLooser: true,
  },
  'order-value': {
    title: 'Value of one order',
    explanation: 'In the account’s currency, with the multiplier.',
    ...money,
  },
  'order-share-of-net-liquidation': {
    title: 'Value of one order, of the account',
    explanation: 'As a part of the net liquidation value.',
    ...percent,
  },
  'limit-distance': {
    title: 'Limit through the market',
    explanation:
      'How far a buy limit may be above the ask, or a sell limit below the bid; of a stop limit, beyond its stop.',
    ...percent,
  },
  duplicate: {
    title: 'The same order again',
    explanation: 'An identical order within this time is taken for a slip.',
    unit: 'ms',
    minimum: 100,
    maximum: 60_000,
    greaterIsLooser: false,
  },
  'order-rate': {
    title: 'Orders in a minute',
    explanation: 'New orders, exits of brackets included; changes and cancels do not count.',
    unit: 'per-minute',
    minimum: 1,
    maximum: 1_000,
    greaterIsLooser: true,
  },
  'open-orders': {
    title: 'Open orders',
    explanation: 'Orders of this installation that can still trade, exits included.',
    unit: 'orders',
    minimum: 1,
    maximum: 1_000,
    greaterIsLooser: true,
  },
  'position-value': {
    title: 'Value of one position',
    explanation: 'After this order and every open order on its side have filled.',
    ...money,
  },
  concentration: {
    title: 'One position, of the account',
    explanation: 'Its value after the fill, as a part of the net liquidation value.',
    ...percent,
  },
  'daily-loss': {
    title: 'Loss of the day',
    explanation:
      'Realized and unrealized, as a part of the net liquidation value. Beyond it only orders that reduce a position pass.',
    ...percent,
  },
  'buying-power': {
    title: 'Buying power',
    explanation: 'IB is asked what the order would need; it must leave the account with available funds.',
    ...onOff,
  },
  'market-order-hours': {
    title: 'Market orders outside regular hours',
    explanation: 'Refused, because spreads are wide and books are thin then.',
    ...onOff,
  },
  spread: {
    title: 'Market orders on a wide spread',
    explanation: 'Distance of bid and ask, of the price between them.',
    ...percent,
  },
  'stale-quote': {
    title: 'Orders on an old price',
    explanation: 'Refused while the quote is delayed, stale or missing.',
    ...onOff,
  },
};
