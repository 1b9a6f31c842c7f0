import type { RiskState, RiskStateName } from '../../../shared/domain/risk';

/** The state of the gate in one word, as it stands in the status bar. */
export function gateWord(state: RiskState): string {
  switch (state.kind) {
    case 'active':
      return 'active';
    case 'reducing':
      return 'REDUCING ONLY';
    case 'halted':
      return 'HALTED';
  }
}

/** What the state means and what brought it about, as a sentence. */
export function gateSentence(state: RiskState): string {
  switch (state.kind) {
    case 'active':
      return 'Every order that keeps the limits passes.';
    case 'reducing':
      return state.cause === 'daily-loss'
        ? 'The loss of the day has reached its limit: only orders that make a position smaller pass until tomorrow.'
        : 'Only orders that make a position smaller pass.';
    case 'halted':
      return haltedSentences[state.cause];
  }
}

const haltedSentences = {
  trader: 'No order passes. Cancels work.',
  'kill-switch': 'The kill switch was pressed: no order passes. Cancels work.',
  unreadable:
    'The limits could not be read, so the default ones hold and no order passes. Look at them first.',
} as const;

/** The states as they are chosen. */
export const gateChoices: readonly { readonly value: RiskStateName; readonly label: string }[] = [
  { value: 'active', label: 'Active' },
  { value: 'reducing', label: 'Reducing only' },
  { value: 'halted', label: 'Halted' },
];
