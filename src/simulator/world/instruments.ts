import { STOCK_RULES } from './calendar/market-calendars';
import type { TradingCalendar } from './calendar/trading-calendar';
import { epochDayAt } from './calendar/zone-time';
import type { Listing } from './catalogue/listing';
import type { ClassContext } from './catalogue/options';
import { OptionChains } from './options/option-chains';
import { OPTION_CLASSES, type OptionClass, surfaceProfile } from './options/option-classes';
import { VolatilitySurface } from './options/volatility-surface';
import { type ByConId, OnDemand } from './prices/by-con-id';
import { MARKET_VOLATILITY, MarketSteps } from './prices/day-table';
import { MarketTape } from './prices/market-tape';
import type { EventRate } from './prices/minute-events';
import { PricePath } from './prices/price-path';
import { type CalendarKind, PriceView } from './prices/price-view';
import { hash32, hashText } from './prices/random';

export interface InstrumentsContext {
  readonly seed: number;
  readonly calendars: Readonly<Record<CalendarKind, TradingCalendar>>;
  readonly rate: EventRate;
  /** Everything but options. */
  readonly listings: readonly Listing[];
  readonly startMs: number;
  nowMs(): number;
}

/** What makes the prices of a world's instruments. Each view, tape and option is made when it is first asked for. */
export class Instruments {
  readonly chains: OptionChains;
  readonly views: ByConId<PriceView>;
  readonly tapes: ByConId<MarketTape>;
  private readonly context: InstrumentsContext;
  private readonly steps: MarketSteps;
  private readonly paths = new Map<string, PricePath>();
  private readonly surfaces: OnDemand<VolatilitySurface>;
  private readonly byConId: ReadonlyMap<number, Listing>;

  constructor(context: InstrumentsContext) {
    this.context = context;
    this.steps = new MarketSteps(context.seed);
    this.byConId = new Map(context.listings.map((listing) => [listing.instrument.conId, listing]));
    this.views = new OnDemand((conId) => {
      const listing = this.byConId.get(conId) ?? this.chains.listing(conId);
      if (listing === undefined) return undefined;
      const surface = this.surfaces.get(conId) ?? null;
      return new PriceView(conId, listing.model, this.pathOf(listing), context.seed, surface);
    });
    this.tapes = new OnDemand((conId) => {
      const view = this.views.get(conId);
      return view && new MarketTape(view, context.rate);
    });
    this.surfaces = new OnDemand((conId) => this.makeSurface(conId));
    const { stocks } = context.calendars;
    this.chains = new OptionChains({
      classes: OPTION_CLASSES,
      today: () => epochDayAt(STOCK_RULES.zone, context.nowMs()),
      isTradingDay: (epochDay) => stocks.isTradingDay(epochDay),
      contextsOf: (optionClass) => this.classContexts(optionClass),
    });
  }

  /** One path for each kind of path, shared by all that follow it. */
  private pathOf({ model }: Listing): PricePath {
    const key = `${model.calendar}:${model.path.key}`;
    let path = this.paths.get(key);
    if (path === undefined) {
      path = new PricePath(this.context.calendars[model.calendar], this.steps, model.path);
      this.paths.set(key, path);
    }
    return path;
  }

  /** The volatility of an American stock or an index; undefined for anything else. */
  private makeSurface(conId: number): VolatilitySurface | undefined {
    const listing = this.byConId.get(conId);
    if (listing === undefined) return undefined;
    const { secType } = listing.instrument;
    if ((secType !== 'STK' && secType !== 'IND') || listing.model.calendar !== 'stocks') return undefined;
    return this.surfaceOf(listing);
  }

  /** What follows one path has one surface: an index and its futures. */
  private surfaceOf(listing: Listing): VolatilitySurface {
    const { secType, stockType } = listing.instrument;
    const { beta, ownVolatility, key } = listing.model.path;
    const volatility = Math.hypot(beta * MARKET_VOLATILITY, ownVolatility);
    const profile = surfaceProfile(volatility, secType !== 'STK' || stockType === 'ETF');
    return new VolatilitySurface(profile, this.pathOf(listing), hash32(this.context.seed, hashText(key), 50));
  }

  private classContexts(optionClass: OptionClass): readonly ClassContext[] {
    const { underlying: symbol, underlyingSecType } = optionClass;
    const contexts: ClassContext[] = [];
    for (const underlying of this.context.listings) {
      const { conId, currency, ...instrument } = underlying.instrument;
      if (instrument.symbol !== symbol || instrument.secType !== underlyingSecType || currency !== 'USD')
        continue;
      const surface = this.surfaces.get(conId) ?? this.surfaceOf(underlying);
      const tape = this.tapes.get(conId);
      const point = tape?.pointAt(this.context.startMs);
      if (tape === undefined || point === undefined) continue;
      const { view } = tape;
      const spot = view.toPrice(view.ticks(point.events.valueOf(point.index), point.events.epochDay));
      contexts.push({ optionClass, underlying, surface, spot });
    }
    return contexts.sort((a, b) => a.underlying.model.lastDay - b.underlying.model.lastDay);
  }
}
