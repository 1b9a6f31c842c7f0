import { Decimal } from 'decimal.js';
import { momentOf, parseDateText } from '../calendar/zone-time';
import { ianaZone } from '../catalogue/zone-names';
import type { SimInstrument } from '../world';
import { multiplierOf } from './fill';

/** When an expired instrument stopped trading; undefined when it never expires. */
export function expiryMs(instrument: SimInstrument): number | undefined {
  if (instrument.lastTradeDate === '') return undefined;
  const [time = '', zone = ''] = instrument.lastTradeTime.split(' ');
  const [hours = '23', minutes = '59'] = time.split(':');
  const minute = time === '' ? 24 * 60 : Number(hours) * 60 + Number(minutes);
  return momentOf(ianaZone(zone), parseDateText(instrument.lastTradeDate), minute);
}

/** Units of the underlying that exercising one contract delivers: shares, or one future. */
export function deliveredUnits(option: SimInstrument): number {
  return option.secType === 'FOP' ? 1 : multiplierOf(option);
}

/** What exercising one unit of an option brings at a price of the underlying, at least 0. */
export function intrinsicValue(option: SimInstrument, underlying: Decimal): Decimal {
  const above = underlying.minus(option.strike);
  return Decimal.max(0, option.right === 'C' ? above : above.negated());
}
