import type { Market, SimClock } from '../world';
import { type OptionGreeks, impliedVolatility, optionGreeks } from '../prices/black-scholes';
import type { ByConId } from '../prices/by-con-id';
import type { MarketTape } from '../prices/market-tape';
import type { OptionPriceModel, PriceView } from '../prices/price-view';
import { hash32, uniform } from '../prices/random';
import type { OptionChains } from './option-chains';
import {
  NOTHING_COMPUTED,
  type OptionComputation,
  type OptionModel,
  type OptionTotals,
} from './option-model';

/** Open contracts for each one that is traded on an average day, between these. */
const LEAST_OPEN = 4;
const MOST_OPEN = 22;

export interface OptionModelContext {
  readonly clock: SimClock;
  readonly market: Market;
  readonly tapes: ByConId<MarketTape>;
  readonly chains: OptionChains;
}

/** Where an option's underlying stands, as the option's own market last saw it. */
interface Standing {
  readonly view: PriceView;
  readonly option: OptionPriceModel;
  readonly epochDay: number;
  readonly value: number;
  /** Rounded to the steps in which the underlying is quoted. */
  readonly spot: number;
}

/** The options of the simulated world. */
export class SimOptionModel implements OptionModel {
  private readonly context: OptionModelContext;

  constructor(context: OptionModelContext) {
    this.context = context;
  }

  model(conId: number, atMs: number): OptionComputation {
    const standing = this.standingAt(conId, atMs);
    if (standing === undefined) return NOTHING_COMPUTED;
    const { view, epochDay } = standing;
    return valued(standing, view.volatility(standing.value, epochDay));
  }

  ofPrice(conId: number, price: number | null, atMs: number): OptionComputation {
    const standing = this.standingAt(conId, atMs);
    return standing === undefined ? NOTHING_COMPUTED : implied(standing, price);
  }

  volatilityOf(conId: number, price: number, underlyingPrice: number): OptionComputation {
    const standing = this.standingAt(conId, this.context.clock.nowMs());
    if (standing === undefined) return NOTHING_COMPUTED;
    const { terms } = standing.option;
    const years = standing.view.yearsLeft(standing.epochDay);
    const volatility = impliedVolatility(price, underlyingPrice, years, terms) ?? null;
    return { ...NOTHING_COMPUTED, impliedVolatility: volatility, optionPrice: price, underlyingPrice };
  }

  priceAt(conId: number, volatility: number, underlyingPrice: number): OptionComputation {
    const standing = this.standingAt(conId, this.context.clock.nowMs());
    if (standing === undefined || !(volatility > 0) || !(underlyingPrice > 0)) return NOTHING_COMPUTED;
    return { ...valued({ ...standing, spot: underlyingPrice }, volatility), pvDividend: null };
  }

  thirtyDayVolatility(underConId: number): number | null {
    const tape = this.context.tapes.get(underConId);
    const point = tape?.pointAt(this.context.clock.nowMs());
    if (tape === undefined || point === undefined) return null;
    const { events, index } = point;
    return tape.view.thirtyDayVolatility(events.epochDay, events.valueOf(index));
  }

  openInterest(conId: number): number {
    const view = this.context.tapes.get(conId)?.view;
    if (view === undefined || view.model.option === null) return 0;
    const today = view.calendar.dateAt(view.dayIndexAt(this.context.clock.nowMs(), false));
    const often = LEAST_OPEN + (MOST_OPEN - LEAST_OPEN) * uniform(hash32(conId, 52));
    const drift = 1 + 0.04 * uniform(hash32(conId, today, 53));
    return Math.round(view.model.averageVolume * often * drift);
  }

  averageVolume(conId: number): number {
    const view = this.context.tapes.get(conId)?.view;
    return view === undefined || view.model.option === null ? 0 : view.model.averageVolume;
  }

  totals(underConId: number): OptionTotals | null {
    const volume = this.context.chains.averageVolumeOn(underConId);
    if (volume === 0) return null;
    const view = this.context.tapes.get(underConId)?.view;
    const quote = this.context.market.quote(underConId);
    const share = quote.averageVolume > 0 ? quote.volume / quote.averageVolume : dayShare(view, this.context);
    const calls = 0.5 + 0.1 * uniform(hash32(underConId, 54));
    const open = volume * ((LEAST_OPEN + MOST_OPEN) / 2);
    return {
      callVolume: Math.round(volume * share * calls),
      putVolume: Math.round(volume * share * (1 - calls)),
      callOpenInterest: Math.round(open * calls),
      putOpenInterest: Math.round(open * (1 - calls)),
      averageVolume: Math.round(volume),
    };
  }

  private standingAt(conId: number, atMs: number): Standing | undefined {
    const tape = this.context.tapes.get(conId);
    const option = tape?.view.model.option;
    if (tape === undefined || option === null || option === undefined) return undefined;
    const point = tape.pointAt(atMs);
    if (point === undefined) return undefined;
    const value = point.events.valueOf(point.index);
    const { epochDay } = point.events;
    const steps = option.underlyingTicksPerUnit;
    const spot = Math.round(tape.view.underlyingPrice(value, epochDay) * steps) / steps;
    return { view: tape.view, option, epochDay, value, spot };
  }
}

/** How much of the regular session is over: an index has no volume of its own to go by. */
function dayShare(view: PriceView | undefined, { clock }: OptionModelContext): number {
  if (view === undefined) return 0;
  const nowMs = clock.nowMs();
  const session = view.session(view.calendar.dateAt(view.dayIndexAt(nowMs, true)), true);
  return Math.min(1, Math.max(0, (nowMs - session.startMs) / (session.endMs - session.startMs)));
}

function valued(standing: Standing, volatility: number): OptionComputation {
  const { view, option, epochDay, spot } = standing;
  const years = view.yearsLeft(epochDay);
  return computation(optionGreeks(spot, years, volatility, option.terms), volatility, standing);
}

function implied(standing: Standing, price: number | null): OptionComputation {
  const { view, option, epochDay, spot } = standing;
  const known = { ...NOTHING_COMPUTED, underlyingPrice: spot, pvDividend: dividends(standing) };
  if (price === null) return known;
  const years = view.yearsLeft(epochDay);
  const volatility = impliedVolatility(price, spot, years, option.terms);
  if (volatility === undefined) return { ...known, optionPrice: price };
  const greeks = optionGreeks(spot, years, volatility, option.terms);
  return { ...computation(greeks, volatility, standing), optionPrice: price };
}

function computation(greeks: OptionGreeks, volatility: number, standing: Standing): OptionComputation {
  return {
    impliedVolatility: volatility,
    delta: greeks.delta,
    optionPrice: greeks.price,
    pvDividend: dividends(standing),
    gamma: greeks.gamma,
    vega: greeks.vega,
    theta: greeks.theta,
    underlyingPrice: standing.spot,
  };
}

/** What a future lags behind the rate is no dividend. */
function dividends({ view, option, epochDay, spot }: Standing): number {
  if (view.model.carry !== 0) return 0;
  return spot * (1 - Math.exp(-option.terms.dividendYield * view.yearsLeft(epochDay)));
}
