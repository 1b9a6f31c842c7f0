import { Decimal } from 'decimal.js';
import { type DecimalText, decimalText, exact } from '../../shared/domain/decimal';
import { instrumentName } from '../../shared/domain/order-sentence';
import type { Fill } from '../../shared/domain/order';
import type {
  PnlCause,
  PnlComparison,
  PnlFigure,
  PnlGap,
  PnlRow,
  PnlSource,
  PnlValue,
} from '../../shared/domain/pnl-comparison';
import { markOf, type OwnPnl, type OwnPnlInput, ownPnl, type OwnSum, type PnlPosition } from './own-pnl';

/** What IB's updatePortfolio says of one instrument. */
export interface PortfolioPnl extends PnlPosition {
  readonly marketPrice: DecimalText | null;
  readonly unrealizedPnl: DecimalText | null;
  readonly realizedPnl: DecimalText | null;
}

export interface PnlInput extends OwnPnlInput {
  readonly atMs: number;
  readonly currency: string | null;
  /** From reqPnL. */
  readonly reported: Readonly<Record<PnlFigure, DecimalText | null>>;
  readonly portfolio: readonly PortfolioPnl[];
  /** Fills of the last 24 hours that are not of the account's day: another source may still count them. */
  readonly fillsOfYesterday: readonly Fill[];
}

/** What each figure is measured from and by; the source beside it says whose it is. */
const basis: Readonly<Record<PnlSource, Readonly<Record<PnlFigure, string>>>> = {
  ours: {
    daily: 'since yesterday’s close, by fills and last prices',
    unrealized: 'average cost of our fills and the last price',
    realized: 'fills since midnight in New York',
  },
  account: {
    daily: 'since yesterday’s close',
    unrealized: 'since average cost, at IB’s mark',
    realized: 'since IB’s daily reset',
  },
  portfolio: {
    daily: '',
    unrealized: 'since average cost',
    realized: 'since IB’s daily reset',
  },
};

/** Smallest difference that counts, in the account's currency, and as a share of what is held. */
const smallestGap = 1;
const shareOfHeld = '0.0001';

/** Profit and loss by three sources, with what keeps them apart. Pure. */
export function comparePnl(input: PnlInput): PnlComparison {
  const own = ownPnl(input);
  const tolerance = toleranceOf(input);
  return {
    atMs: input.atMs,
    currency: input.currency,
    tolerance: decimalText(tolerance),
    rows: (['daily', 'unrealized', 'realized'] as const).map((figure) => row(figure, input, own, tolerance)),
  };
}

function toleranceOf({ positions, rate }: PnlInput): Decimal {
  const held = positions.reduce((sum, { marketValue, currency }) => {
    const worth = rate(currency);
    return marketValue === null || worth === null
      ? sum
      : sum.plus(exact(marketValue).abs().times(exact(worth)));
  }, exact(0));
  return Decimal.max(smallestGap, held.times(shareOfHeld)).toDecimalPlaces(2);
}

function row(figure: PnlFigure, input: PnlInput, own: OwnPnl, tolerance: Decimal): PnlRow {
  const values: Readonly<Record<PnlSource, PnlValue>> = {
    ours: valueOf('ours', figure, own[figure]),
    account: {
      source: 'account',
      basis: basis.account[figure],
      amount: input.reported[figure],
      remark: input.reported[figure] === null ? 'IB has not said it' : null,
    },
    portfolio: valueOf('portfolio', figure, portfolioSum(figure, input)),
  };
  // IB's own total is the measure; without it the other two are held against each other.
  const pairs: readonly (readonly [PnlSource, PnlSource])[] =
    values.account.amount === null
      ? [['ours', 'portfolio']]
      : [
          ['ours', 'account'],
          ['portfolio', 'account'],
        ];
  return {
    figure,
    values: [values.ours, values.account, values.portfolio],
    gaps: pairs
      .filter(([from]) => !(figure === 'daily' && from === 'portfolio'))
      .map(([from, to]) =>
        gapOf(values[from], values[to], causesOf(figure, from, to, input, own), tolerance),
      ),
  };
}

function valueOf(source: PnlSource, figure: PnlFigure, { amount, remark }: OwnSum): PnlValue {
  const rounded = amount === null ? null : decimalText(amount.toDecimalPlaces(2));
  return { source, basis: basis[source][figure], amount: rounded, remark };
}

function portfolioSum(figure: PnlFigure, { portfolio, positions, rate }: PnlInput): OwnSum {
  if (figure === 'daily') return { amount: null, remark: 'the portfolio has no daily figure' };
  const told = new Set(portfolio.map(({ conId }) => conId));
  const untold = positions.filter(({ conId, quantity }) => !exact(quantity).isZero() && !told.has(conId));
  if (untold.length > 0)
    return {
      amount: null,
      remark: `IB has not sent ${untold.slice(0, 5).map(instrumentName).join(', ')} yet`,
    };
  let total = exact(0);
  for (const position of portfolio) {
    const open = !exact(position.quantity).isZero();
    if (figure === 'unrealized' && !open) continue;
    const amount = figure === 'unrealized' ? position.unrealizedPnl : position.realizedPnl;
    const worth = rate(position.currency);
    if (worth === null) return { amount: null, remark: `no exchange rate for ${position.currency}` };
    if (amount === null) return { amount: null, remark: `IB has no figure for ${instrumentName(position)}` };
    total = total.plus(exact(amount).times(exact(worth)));
  }
  return { amount: total, remark: null };
}

/** What can keep two sources apart, with the amount where it can be said. */
function causesOf(
  figure: PnlFigure,
  from: PnlSource,
  to: PnlSource,
  input: PnlInput,
  own: OwnPnl,
): readonly PnlCause[] {
  const causes: PnlCause[] = [];
  const say = (text: string, amount: Decimal | null) => {
    if (amount === null || !amount.toDecimalPlaces(2).isZero())
      causes.push({ text, amount: amount === null ? null : decimalText(amount.toDecimalPlaces(2)) });
  };
  const toPortfolio = fromOlderMarks(input);
  if (figure !== 'realized') {
    if (from === 'ours') say('Last prices are not the marks by which IB values positions.', own.fromMarks);
    // Both are measured against IB's newest mark.
    if (to === 'portfolio') say('IB’s portfolio is up to three minutes old.', toPortfolio.negated());
    if (from === 'portfolio') say('IB’s portfolio is up to three minutes old.', toPortfolio);
  }
  if (from === 'ours' && figure === 'unrealized')
    say('The average cost of the fills is not IB’s average cost.', own.fromCost);
  if (figure !== 'unrealized') {
    const unreported = input.fills.filter((fill) => fill.commission === null).length;
    if (unreported > 0)
      say(
        `${unreported === 1 ? 'A commission is' : `${unreported} commissions are`} not reported yet.`,
        null,
      );
    const { length } = input.fillsOfYesterday;
    if (length > 0)
      say(
        `IB’s day may begin at another time than midnight in New York, and there ${length === 1 ? 'is a fill' : `are ${length} fills`} in between.`,
        null,
      );
  }
  const foreign = new Set(
    input.positions.map(({ currency }) => currency).filter((currency) => currency !== input.currency),
  );
  if (foreign.size > 0) say(`${[...foreign].slice(0, 5).join(', ')} may be converted at another rate.`, null);
  return causes;
}

/** How much the portfolio differs from IB's newest marks, in the account's currency. */
function fromOlderMarks({ portfolio, positions, rate }: PnlInput): Decimal {
  const newest = new Map(positions.map((position) => [position.conId, position]));
  return portfolio.reduce((sum, { conId, marketPrice }) => {
    const position = newest.get(conId);
    const mark = position === undefined ? null : markOf(position);
    const worth = position === undefined ? null : rate(position.currency);
    if (position === undefined || mark === null || worth === null || marketPrice === null) return sum;
    const size = exact(position.quantity).times(exact(position.multiplier));
    return sum.plus(exact(marketPrice).minus(mark).times(size).times(exact(worth)));
  }, exact(0));
}

/** Holds two values against each other. Pure. */
export function gapOf(from: PnlValue, to: PnlValue, causes: readonly PnlCause[], tolerance: Decimal): PnlGap {
  const ends = { from: from.source, to: to.source };
  if (from.amount === null || to.amount === null)
    return { ...ends, amount: null, causes: [], rest: null, verdict: 'unknown' };
  const amount = exact(from.amount).minus(exact(to.amount));
  if (amount.abs().lessThanOrEqualTo(tolerance))
    return { ...ends, amount: decimalText(amount), causes: [], rest: decimalText(exact(0)), verdict: 'none' };
  const known = causes.reduce((sum, cause) => sum.plus(exact(cause.amount ?? 0)), exact(0));
  const rest = amount.minus(known);
  const within = rest.abs().lessThanOrEqualTo(tolerance);
  const hasOpen = causes.some((cause) => cause.amount === null);
  return {
    ...ends,
    amount: decimalText(amount),
    causes,
    rest: decimalText(rest),
    verdict: within ? 'explained' : hasOpen ? 'open' : 'unexplained',
  };
}
