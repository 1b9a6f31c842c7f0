/** A parameter of an algorithm. */
export interface AlgoParameter {
  readonly tag: string;
  /** How TWS names it in a refusal. */
  readonly label: string;
  /** An amount may be any number, a count is at least 1. */
  readonly kind: 'time' | 'share' | 'flag' | 'choice' | 'amount' | 'count';
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
const AVERSION: AlgoParameter = {
  tag: 'riskAversion',
  label: 'Urgency/Risk aversion',
  kind: 'choice',
  choices: ['GetDone', 'Aggressive', 'Neutral', 'Passive'],
};
/** From one share of the volume to another. */
const FROM: AlgoParameter = {
  tag: 'startPctVol',
  label: 'Initial Target Percentage',
  kind: 'share',
  required: true,
};
const TO: AlgoParameter = {
  tag: 'endPctVol',
  label: 'Terminal Target Percentage',
  kind: 'share',
  required: true,
};
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
      parameters: [MOST, AVERSION, START, END, COMPLETE, PAST_END, CASH],
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
  [
    'DarkIce',
    {
      byVolume: false,
      parameters: [
        { tag: 'displaySize', label: 'Display Size', kind: 'count', required: true },
        START,
        END,
        PAST_END,
        CASH,
      ],
    },
  ],
  [
    'AD',
    {
      byVolume: false,
      parameters: [
        { tag: 'componentSize', label: 'Component Size', kind: 'count', required: true },
        { tag: 'timeBetweenOrders', label: 'Time Between Orders', kind: 'count', required: true },
        { tag: 'randomizeTime20', label: 'Randomize time by +/- 20%', kind: 'flag' },
        { tag: 'randomizeSize55', label: 'Randomize size by +/- 55%', kind: 'flag' },
        { tag: 'giveUp', label: 'Give up after', kind: 'amount' },
        { tag: 'catchUp', label: 'Catch up in time', kind: 'flag' },
        { tag: 'waitForFill', label: 'Wait for current order to fill', kind: 'flag' },
        START,
        END,
      ],
    },
  ],
  ['BalanceImpactRisk', { byVolume: true, parameters: [MOST, AVERSION, COMPLETE] }],
  ['MinImpact', { byVolume: true, parameters: [MOST] }],
  ['ClosePx', { byVolume: true, parameters: [MOST, AVERSION, START, COMPLETE, CASH] }],
  [
    'PctVolPx',
    {
      byVolume: true,
      parameters: [
        { tag: 'pctVol', label: 'Target Percentage', kind: 'share', required: true },
        { tag: 'deltaPctVol', label: 'Target Percentage Change Rate', kind: 'amount', required: true },
        { tag: 'minPctVol4Px', label: 'Minimum Target Percentage', kind: 'share', required: true },
        { tag: 'maxPctVol4Px', label: 'Maximum Target Percentage', kind: 'share', required: true },
        START,
        END,
        PASSIVE,
        CASH,
      ],
    },
  ],
  ['PctVolSz', { byVolume: true, parameters: [FROM, TO, START, END, PASSIVE, CASH] }],
  ['PctVolTm', { byVolume: true, parameters: [FROM, TO, START, END, PASSIVE, CASH] }],
]);
