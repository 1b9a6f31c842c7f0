import type { SimInstrument } from '../../world';
import { limitOnClose, marketOnClose } from './closing-orders';
import { limitIfTouched, marketIfTouched } from './if-touched-orders';
import { limitOrder } from './limit-orders';
import { peggedToBenchmark } from './benchmark-orders';
import { marketOrder, marketToLimit, marketWithProtection } from './market-orders';
import { anyPrice, type OrderType } from './order-type';
import { midprice, peggedToBest, peggedToMarket, peggedToMidpoint, relativeOrder } from './pegged-orders';
import { snapToMarket, snapToMidpoint, snapToPrimary } from './snap-orders';
import { stopLimitOrder, stopOrder, stopWithProtection } from './stop-orders';
import {
  trailingIfTouched,
  trailingLimitIfTouched,
  trailingStop,
  trailingStopLimit,
} from './trailing-orders';
import { volatilityOrder } from './volatility-orders';

interface Listed {
  readonly type: OrderType;
  /** How the `orderTypes` of contractDetails name it; null for what futures take without being asked. */
  readonly code: string | null;
}

const listed: ReadonlyMap<string, Listed> = new Map<string, Listed>([
  ['MKT', { type: marketOrder, code: 'MKT' }],
  ['LMT', { type: limitOrder, code: 'LMT' }],
  ['STP', { type: stopOrder, code: 'STP' }],
  ['STP LMT', { type: stopLimitOrder, code: 'STPLMT' }],
  ['TRAIL', { type: trailingStop, code: 'TRAIL' }],
  ['TRAIL LIMIT', { type: trailingStopLimit, code: 'TRAILLMT' }],
  ['TRAIL MIT', { type: trailingIfTouched, code: 'TRAILMIT' }],
  ['TRAIL LIT', { type: trailingLimitIfTouched, code: 'TRAILLIT' }],
  ['MIT', { type: marketIfTouched, code: 'MIT' }],
  ['LIT', { type: limitIfTouched, code: 'LIT' }],
  ['MOC', { type: marketOnClose, code: 'MOC' }],
  ['LOC', { type: limitOnClose, code: 'LOC' }],
  ['MTL', { type: marketToLimit, code: 'MTL' }],
  ['MIDPRICE', { type: midprice, code: 'MIDPX' }],
  ['REL', { type: relativeOrder, code: 'REL' }],
  ['PEG MID', { type: peggedToMidpoint, code: 'PEGMID' }],
  ['PEG MKT', { type: peggedToMarket, code: 'PEGMKT' }],
  ['SNAP MKT', { type: snapToMarket, code: 'SNAPMKT' }],
  ['SNAP MID', { type: snapToMidpoint, code: 'SNAPMID' }],
  ['SNAP PRIM', { type: snapToPrimary, code: 'SNAPREL' }],
  ['PEG BENCH', { type: peggedToBenchmark, code: 'PEGBENCH' }],
  ['PEG BEST', { type: peggedToBest, code: 'IBKRATS' }],
  ['VOL', { type: volatilityOrder, code: 'VOLAT' }],
  ['MKT PRT', { type: marketWithProtection, code: null }],
  ['STP PRT', { type: stopWithProtection, code: null }],
]);

/** What an order type does. A name that is not known was refused long before. */
export function orderTypeOf(name: string): OrderType {
  return listed.get(name)?.type ?? anyPrice;
}

/** True when a security takes such orders, by the list in its contract details. */
export function takesOrderType(instrument: SimInstrument, name: string): boolean {
  const entry = listed.get(name);
  if (entry === undefined) return false;
  return entry.code === null ? instrument.secType === 'FUT' : instrument.orderTypes.includes(entry.code);
}
