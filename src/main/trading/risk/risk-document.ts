import type {
  RiskPolicy,
  RiskRefusal,
  RiskRule,
  RiskSetting,
  RiskState,
  RiskStateName,
} from '../../../shared/domain/risk';
import { riskRules } from '../../../shared/domain/risk';
import { defaultRiskPolicy, isLooser, settingProblem } from '../../../shared/domain/risk-policy';

/** A change that waits for the next day. */
export interface PendingSetting {
  readonly rule: RiskRule;
  readonly setting: RiskSetting;
  /** Day of the account from which it holds, `2026-10-06`. */
  readonly fromDay: string;
}

/** All that the gate keeps between runs, for one profile. */
export interface RiskDocument {
  readonly policy: RiskPolicy;
  readonly pending: readonly PendingSetting[];
  readonly state: RiskState;
  /** Day of the account on which the loss of the day last reached its limit; null when it never did. */
  readonly lossDay: string | null;
  /** The kill switch was pressed, and its cancel is not known to have reached every order. */
  readonly cancelOwed: boolean;
}

/** Before anything was set. */
export const freshDocument: RiskDocument = {
  policy: defaultRiskPolicy,
  pending: [],
  state: { kind: 'active' },
  lossDay: null,
  cancelOwed: false,
};

/** What is wrong with a document that was kept, as a sentence; null when it can be used. Pure. */
export function documentProblem({ policy, pending }: RiskDocument): string | null {
  const settings = [
    ...riskRules.map((rule) => ({ rule, setting: policy[rule] })),
    ...pending.map(({ rule, setting }) => ({ rule, setting })),
  ];
  for (const { rule, setting } of settings) {
    const problem = settingProblem(rule, setting);
    if (problem !== null) return problem;
  }
  return null;
}

/** The document for an account that begins anew: what was to hold from the next day on holds. Pure. */
export function forNewAccount(document: RiskDocument): RiskDocument {
  return onDay({ ...document, lossDay: null, cancelOwed: false }, '9999-12-31');
}

/** What came of asking for a change of the document. */
export type RiskChange =
  | { readonly kind: 'changed'; readonly document: RiskDocument; readonly looser: boolean }
  /** It holds from the next day on. */
  | { readonly kind: 'waits'; readonly document: RiskDocument; readonly fromDay: string }
  | { readonly kind: 'refused'; readonly text: string };

/**
 * The document with another setting of a rule. A setting that lets more pass takes effect only the next day once the
 * loss of the day has reached its limit. Pure.
 */
export function withSetting(
  document: RiskDocument,
  rule: RiskRule,
  setting: RiskSetting,
  day: string,
): RiskChange {
  const problem = settingProblem(rule, setting);
  if (problem !== null) return { kind: 'refused', text: problem };
  const looser = isLooser(rule, document.policy[rule], setting);
  const others = document.pending.filter((pending) => pending.rule !== rule);
  if (looser && document.lossDay === day) {
    const fromDay = dayAfter(day);
    return {
      kind: 'waits',
      document: { ...document, pending: [...others, { rule, setting, fromDay }] },
      fromDay,
    };
  }
  return {
    kind: 'changed',
    looser,
    document: { ...document, policy: { ...document.policy, [rule]: setting }, pending: others },
  };
}

/** The document with another state of the gate, as the trader asks for it. Pure. */
export function withState(
  document: RiskDocument,
  wanted: RiskStateName,
  day: string,
  nowMs: number,
): RiskChange {
  const { state, lossDay } = document;
  if (lossDay === day && wanted === 'active' && document.policy['daily-loss'].on) {
    return {
      kind: 'refused',
      text: 'The loss of the day has reached its limit. The gate stays closed for new risk until tomorrow.',
    };
  }
  if (state.kind === wanted && !(state.kind === 'reducing' && state.cause === 'daily-loss'))
    return { kind: 'changed', document, looser: false };
  const next: RiskState =
    wanted === 'active' ? { kind: 'active' } : { kind: wanted, cause: 'trader', sinceMs: nowMs };
  return {
    kind: 'changed',
    document: { ...document, state: next },
    looser: looseness(next) > looseness(state),
  };
}

/** The document after the kill switch; its cancel is owed from here on. Pure. */
export function killed(document: RiskDocument, nowMs: number): RiskDocument {
  return { ...document, state: { kind: 'halted', cause: 'kill-switch', sinceMs: nowMs }, cancelOwed: true };
}

/** The document after the loss of the day was found beyond its limit; the same object when it knew. Pure. */
export function afterLoss(document: RiskDocument, day: string, nowMs: number): RiskDocument {
  if (document.lossDay === day) return document;
  // A gate that is closed further stays so.
  const state: RiskState =
    document.state.kind === 'active'
      ? { kind: 'reducing', cause: 'daily-loss', sinceMs: nowMs }
      : document.state;
  return { ...document, state, lossDay: day };
}

/** The document on a day: what waited for it holds, and a gate that a loss closed opens again. Pure. */
export function onDay(document: RiskDocument, day: string): RiskDocument {
  const due = document.pending.filter((pending) => pending.fromDay <= day);
  const reopens =
    document.state.kind === 'reducing' && document.state.cause === 'daily-loss' && document.lossDay !== day;
  if (due.length === 0 && !reopens) return document;
  const policy = due.reduce<RiskPolicy>(
    (changed, { rule, setting }) => ({ ...changed, [rule]: setting }),
    document.policy,
  );
  return {
    ...document,
    policy,
    pending: document.pending.filter((pending) => pending.fromDay > day),
    state: reopens ? { kind: 'active' } : document.state,
  };
}

/** The day after, both as `2026-10-06`. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function looseness(state: RiskState): number {
  switch (state.kind) {
    case 'active':
      return 2;
    case 'reducing':
      return 1;
    case 'halted':
      return 0;
  }
}

/** The refusal of an order that passed, and was still on its way when the gate closed. */
export const closedMeanwhile: RiskRefusal = {
  rule: 'state',
  value: 'closed meanwhile',
  limit: null,
  text: 'Orders were halted or held to reducing while it was on its way.',
};

/** The refusal of an order while the gate has not been read from the disk. */
export const gateNotReady: RiskRefusal = {
  rule: 'state',
  value: 'not ready',
  limit: null,
  text: 'The limits have not been read yet. Wait a moment.',
};
