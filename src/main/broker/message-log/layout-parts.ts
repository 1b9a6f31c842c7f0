import type { Layout } from './layout';

/*
 * Runs of fields that several messages share. Source of all layouts: @stoqey/ib 1.6.10, core/io/encoder and
 * core/io/decoder; the numbers behind @ are server versions, see core/io/min-server-version.
 */

export const filled = (value: string): boolean => value !== '';
export const yes = (value: string): boolean => value === '1' || value === 'true';
export const equals =
  (...words: readonly string[]) =>
  (value: string): boolean =>
    words.includes(value.toUpperCase());

/** conId to right, which every message about a contract begins with. */
export const contractHead: Layout = [
  'conId',
  'symbol',
  'secType',
  'lastTradeDateOrContractMonth',
  'strike',
  'right',
];

/** A contract as requests name it. */
export const requestContract: Layout = [
  ...contractHead,
  'multiplier',
  'exchange',
  'primaryExchange',
  'currency',
  'localSymbol',
  'tradingClass',
];

/** A contract as positions and executions name it. */
export const rowContract: Layout = [
  ...contractHead,
  'multiplier',
  'exchange',
  'currency',
  'localSymbol',
  'tradingClass',
];

export const tagAndValue: Layout = ['tag', 'value'];

/** Legs of a combination in requests for data; orders have more fields to a leg. */
export const dataComboLegs: Layout = [
  {
    when: 'secType',
    is: equals('BAG'),
    items: [['comboLegsCount', ['conId', 'ratio', 'action', 'exchange']]],
  },
];

const orderComboLeg: Layout = [
  'conId',
  'ratio',
  'action',
  'exchange',
  'openClose',
  'shortSaleSlot',
  'designatedLocation',
  'exemptCode',
];

/** What a combination is made of in an order and in what is said of one. */
export const orderComboParts: Layout = [
  ['comboLegsCount', orderComboLeg],
  ['orderComboLegsCount', ['price']],
  ['smartComboRoutingParamsCount', tagAndValue],
];

/** The first terms of an order, from its action on. */
export const orderTerms: Layout = [
  'action',
  'totalQuantity',
  'orderType',
  'lmtPrice',
  'auxPrice',
  'tif',
  'ocaGroup',
  'account',
  'openClose',
  'origin',
  'orderRef',
];

const conditionKinds: readonly (readonly [type: string, fields: Layout])[] = [
  ['1', ['isMore', 'value', 'conId', 'exchange', 'triggerMethod']],
  ['3', ['isMore', 'time']],
  ['4', ['isMore', 'percent']],
  ['5', ['secType', 'exchange', 'symbol']],
  ['6', ['isMore', 'volume', 'conId', 'exchange']],
  ['7', ['isMore', 'changePercent', 'conId', 'exchange']],
];

/** Conditions of an order: price, time, margin, execution, volume, percent change. */
export const conditions: Layout = [
  [
    'conditionsCount',
    [
      'conditionType',
      'conjunction',
      ...conditionKinds.map(([type, items]) => ({ when: 'conditionType', is: equals(type), items })),
    ],
  ],
  {
    when: 'conditionsCount',
    is: (value) => Number(value) > 0,
    items: ['conditionsIgnoreRth', 'conditionsCancelOrder'],
  },
];

export const pegToBenchmark: Layout = [
  {
    when: 'orderType',
    is: equals('PEG BENCH', 'PEGBENCH'),
    items: [
      'referenceContractId@102',
      'isPeggedChangeAmountDecrease@102',
      'peggedChangeAmount@102',
      'referenceChangeAmount@102',
      'referenceExchangeId@102',
    ],
  },
];

export const algoParameters: Layout = [
  'algoStrategy',
  { when: 'algoStrategy', is: filled, items: [['algoParamsCount', tagAndValue]] },
];

export const deltaNeutralContract: Layout = [
  'deltaNeutralContract',
  {
    when: 'deltaNeutralContract',
    is: yes,
    items: ['deltaNeutralContract.conId', 'deltaNeutralContract.delta', 'deltaNeutralContract.price'],
  },
];

export const hedge: Layout = ['hedgeType', { when: 'hedgeType', is: filled, items: ['hedgeParam'] }];

const setNumber = (value: string): boolean => value !== '' && Number(value) > 0 && Number(value) < 1e300;

export const scaleAdjustments: Layout = [
  'scaleInitLevelSize',
  'scaleSubsLevelSize',
  'scalePriceIncrement',
  {
    when: 'scalePriceIncrement',
    is: setNumber,
    items: [
      'scalePriceAdjustValue',
      'scalePriceAdjustInterval',
      'scaleProfitOffset',
      'scaleAutoReset',
      'scaleInitPosition',
      'scaleInitFillQty',
      'scaleRandomPercent',
    ],
  },
];

/** Volatility orders and their delta neutral part, with its clearing in all but completed orders. */
export function volatility(withClearing: boolean): Layout {
  return [
    'volatility',
    'volatilityType',
    'deltaNeutralOrderType',
    'deltaNeutralAuxPrice',
    {
      when: 'deltaNeutralOrderType',
      is: filled,
      items: [
        'deltaNeutralConId',
        ...(withClearing
          ? [
              'deltaNeutralSettlingFirm',
              'deltaNeutralClearingAccount',
              'deltaNeutralClearingIntent',
              'deltaNeutralOpenClose',
            ]
          : []),
        'deltaNeutralShortSale',
        'deltaNeutralShortSaleSlot',
        'deltaNeutralDesignatedLocation',
      ],
    },
    'continuousUpdate',
    'referencePriceType',
  ];
}
