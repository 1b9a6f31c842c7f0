import { Decimal } from 'decimal.js';
import type { AccountSummary } from '../../shared/domain/account';
import { type DecimalText, decimalFromWire, decimalText, isUnset } from '../../shared/domain/decimal';
import type { AccountValueEvent } from '../broker/port';

type SummaryField =
  | 'netLiquidation'
  | 'totalCash'
  | 'buyingPower'
  | 'availableFunds'
  | 'excessLiquidity'
  | 'initMargin'
  | 'maintMargin'
  | 'grossPositionValue';

/** Source: TWS API, reqAccountSummary and reqAccountUpdates, tags. */
const fieldOfTag: ReadonlyMap<string, SummaryField> = new Map([
  ['NetLiquidation', 'netLiquidation'],
  ['TotalCashValue', 'totalCash'],
  ['BuyingPower', 'buyingPower'],
  ['AvailableFunds', 'availableFunds'],
  ['ExcessLiquidity', 'excessLiquidity'],
  ['InitMarginReq', 'initMargin'],
  ['MaintMarginReq', 'maintMargin'],
  ['GrossPositionValue', 'grossPositionValue'],
]);

/** The tag whose currency is the base currency of the account. */
const baseTag = 'NetLiquidation';

/** The part of a summary that comes from account values. */
export type AccountValues = Pick<AccountSummary, SummaryField | 'currency'>;

/** Nothing said yet. */
export const noAccountValues: AccountValues = {
  currency: null,
  netLiquidation: null,
  totalCash: null,
  buyingPower: null,
  availableFunds: null,
  excessLiquidity: null,
  initMargin: null,
  maintMargin: null,
  grossPositionValue: null,
};

/** The values after one more event; the same object when the event is of no concern. */
export function withAccountValue(values: AccountValues, event: AccountValueEvent): AccountValues {
  const field = fieldOfTag.get(event.tag);
  if (field === undefined) return values;
  const named = event.currency !== '' && event.currency !== 'BASE';
  const currency =
    named && (event.tag === baseTag || values.currency === null) ? event.currency : values.currency;
  if (named && event.currency !== currency) return values;
  return { ...values, currency, [field]: moneyFromText(event.value) };
}

/** The amount that IB wrote as text, or null for "unset" and for what is no number. */
export function moneyFromText(text: string): DecimalText | null {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return decimalFromWire(text.trim() === '' ? null : Number(text));
  if (isUnset(Number(text)) || Math.abs(Number(text)) >= 1e15) return null;
  return decimalText(new Decimal(text));
}
