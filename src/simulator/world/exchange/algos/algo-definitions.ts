/** A parameter of an algorithm. */
export interface AlgoParameter {
  readonly tag: string;
  /** How TWS names it in a refusal. */
  readonly label: string;
  readonly kind: 'time' | 'share' | 'flag' | 'choice' | 'amount';
  readonly choices?: readonly string[];
  readonly required?: boolean;
}

const START: AlgoParameter = { tag: 'startTime', label: 'Start Time', kind: 'time' };
const END: AlgoParameter = { tag: 'endTime', label: 'End Time', kind: 'time' };
const PAST_END: AlgoParameter = {
  tag: 'allowPastEndTime',
  label: 'Allow trading past end time',
  kind: 'flag',
};
const PASSIVE: AlgoParameter = { tag: 'noTakeLiq', label: 'Attempt to never take liquidity', kind: 'flag' };
const MOST: AlgoParameter = { tag: 'maxPctVol', label: 'Max Percentage', kind: 'share' };
const COMPLETE: AlgoParameter = { tag: 'forceCompletion', label: 'Attempt completion by EOD', kind: 'flag' };
const CASH: AlgoParameter = { tag: 'monetaryValue', label: 'Cash Quantity', kind: 'amount' };

/** How an algorithm is described by IB: its parameters, and what it may work on. */
export interface AlgoDefinition {
  readonly parameters: readonly AlgoParameter[];
  /** True when it needs a market with trades. */
  readonly byVolume: boolean;
}

/** The algorithms of IB that the simulated exchange works; names are exact, as at TWS. */
export const algoDefinitions: ReadonlyMap<string, AlgoDefinition> = new Map([
  [
    'Adaptive',
    {
      byVolume: false,
      parameters: [
        {
          tag: 'adaptivePriority',
          label: 'Priority',
          kind: 'choice',
          choices: ['Urgent', 'Normal', 'Patient'],
        },
        CASH,
      ],
    },
  ],
  [
    'Twap',
    {
      byVolume: false,
      parameters: [
        {
          tag: 'strategyType',
          label: 'Trade strategy',
          kind: 'choice',
          choices: ['Marketable', 'Matching Midpoint', 'Matching Same Side', 'Matching Last'],
        },
        START,
        END,
        PAST_END,
        CASH,
      ],
    },
  ],
  ['Vwap', { byVolume: true, parameters: [MOST, START, END, PAST_END, PASSIVE, CASH] }],
  [
    'ArrivalPx',
    {
      byVolume: true,
      parameters: [
        MOST,
        {
          tag: 'riskAversion',
          label: 'Urgency/Risk aversion',
          kind: 'choice',
          choices: ['GetDone', 'Aggressive', 'Neutral', 'Passive'],
        },
        START,
        END,
        COMPLETE,
        PAST_END,
        CASH,
      ],
    },
  ],
  [
    'PctVol',
    {
      byVolume: true,
      parameters: [
        { tag: 'pctVol', label: 'Target Percentage', kind: 'share', required: true },
        START,
        END,
        PASSIVE,
        CASH,
      ],
    },
  ],
]);
