import { NOTHING_COMPUTED, type OptionModel } from '../world/options/option-model';

/** Values no option. */
export const fakeOptions: OptionModel = {
  model: () => NOTHING_COMPUTED,
  ofPrice: () => NOTHING_COMPUTED,
  volatilityOf: () => NOTHING_COMPUTED,
  priceAt: () => NOTHING_COMPUTED,
  thirtyDayVolatility: () => null,
  openInterest: () => 0,
  averageVolume: () => 0,
  totals: () => null,
};
