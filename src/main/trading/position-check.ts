import type { Decimal } from 'decimal.js';
import type { Position } from '../../shared/domain/account';
import { type DecimalText, decimalText, exact } from '../../shared/domain/decimal';
import type { ConId, InstrumentName } from '../../shared/domain/instrument';
import type { Fill } from '../../shared/domain/order';
import type { PositionLedger } from '../../shared/ipc/reconciliation-schemas';
import { stemOf } from './fill-register';
import { accountDay } from './risk/account-day';

/** Executions older than this can come no more: IB lists those of the day, the disk those of a day, ms. */
export const countedForMs = 7 * 86_400_000;
const maxCounted = 20_000;

type HeldQuantity = InstrumentName & Pick<Position, 'quantity'>;

/** One instrument: what fills make of it, and what IB has. */
export interface PositionFinding extends InstrumentName {
  /** Where fills and IB last agreed. */
  readonly before: DecimalText;
  /** Net quantity of the fills since then. */
  readonly fills: DecimalText;
  readonly expected: DecimalText;
  readonly actual: DecimalText;
  /** `actual` less `expected`; `0` when they agree. */
  readonly difference: DecimalText;
}

/** Currency trades are no positions but cash. Source: TWS API, reqPositions. */
function isPosition({ secType }: InstrumentName): boolean {
  return secType !== 'CASH';
}

/** Positive for a buy. */
function signed({ side, quantity }: Pick<Fill, 'side' | 'quantity'>): Decimal {
  return side === 'BUY' ? exact(quantity) : exact(quantity).negated();
}

/** The start: IB's positions are taken as they are, with every fill that is known in them. Pure. */
export function firstLedger(
  held: readonly HeldQuantity[],
  fills: readonly Fill[],
  nowMs: number,
): PositionLedger {
  const conIds = [...held, ...fills].filter(isPosition).map(({ conId }) => conId);
  return agreed({ checkedMs: nowMs, positions: [], counted: [] }, new Set(conIds), held, fills, nowMs);
}

/** Compares every instrument that is held, was held or was traded. Pure. */
export function findPositions(
  ledger: PositionLedger,
  held: readonly HeldQuantity[],
  fills: readonly Fill[],
  nowMs: number,
): readonly PositionFinding[] {
  const counted = new Map(ledger.counted.map(({ execId, quantity }) => [stemOf(execId), exact(quantity)]));
  const names = new Map<ConId, InstrumentName>();
  const sinceAgreed = new Map<ConId, Decimal>();
  for (const fill of fills) {
    if (!isPosition(fill) || fill.atMs < nowMs - countedForMs) continue;
    names.set(fill.conId, fill);
    const open = signed(fill).minus(counted.get(stemOf(fill.execId)) ?? 0);
    sinceAgreed.set(fill.conId, (sinceAgreed.get(fill.conId) ?? exact(0)).plus(open));
  }
  const before = new Map(ledger.positions.map((position) => [position.conId, exact(position.quantity)]));
  const actual = new Map(held.map((position) => [position.conId, exact(position.quantity)]));
  for (const position of [...ledger.positions, ...held]) {
    if (isPosition(position)) names.set(position.conId, position);
  }
  return [...names.values()].map(({ conId, symbol, secType, localSymbol }) => {
    const start = before.get(conId) ?? exact(0);
    const net = sinceAgreed.get(conId) ?? exact(0);
    const now = actual.get(conId) ?? exact(0);
    const expected = start.plus(net);
    return {
      conId,
      symbol,
      secType,
      localSymbol,
      before: decimalText(start),
      fills: decimalText(net),
      expected: decimalText(expected),
      actual: decimalText(now),
      difference: decimalText(now.minus(expected)),
    };
  });
}

/** The ledger after IB's quantity of these instruments was taken: every fill that is known is part of it then. Pure. */
export function agreed(
  ledger: PositionLedger,
  conIds: ReadonlySet<ConId>,
  held: readonly HeldQuantity[],
  fills: readonly Fill[],
  nowMs: number,
): PositionLedger {
  const own = fills.filter((fill) => conIds.has(fill.conId) && isPosition(fill));
  const taken = new Set(own.map((fill) => stemOf(fill.execId)));
  const oldestMs = nowMs - countedForMs;
  const counted = [
    ...ledger.counted.filter(({ execId }) => !taken.has(stemOf(execId))),
    ...own.map((fill) => ({
      execId: fill.execId,
      conId: fill.conId,
      quantity: decimalText(signed(fill)),
      atMs: fill.atMs,
    })),
  ].filter(({ atMs }) => atMs >= oldestMs);
  const positions = [
    ...ledger.positions.filter(({ conId }) => !conIds.has(conId)),
    ...held
      .filter((position) => conIds.has(position.conId) && !exact(position.quantity).isZero())
      .map(({ conId, symbol, secType, localSymbol, quantity }) => ({
        conId,
        symbol,
        secType,
        localSymbol,
        quantity,
        agreedMs: nowMs,
      })),
  ];
  return { checkedMs: ledger.checkedMs, positions, counted: counted.slice(-maxCounted) };
}

/**
 * True when the positions were last compared on an earlier day: IB lists the executions of the current day alone, so
 * what was traded in between cannot be known here. Source: TWS API, reqExecutions.
 */
export function wasBeforeToday(ledger: PositionLedger, nowMs: number): boolean {
  return accountDay(ledger.checkedMs) !== accountDay(nowMs);
}
