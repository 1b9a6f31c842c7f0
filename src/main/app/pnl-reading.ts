import { decimalFromWire, decimalText, exact } from '../../shared/domain/decimal';
import type { ConId } from '../../shared/domain/instrument';
import type { PnlComparison } from '../../shared/domain/pnl-comparison';
import type { Account } from '../account/account';
import type { PnlPosition, PnlPrices } from '../account/own-pnl';
import { comparePnl, type PortfolioPnl } from '../account/pnl-comparison';
import { firstQuote } from '../market-data/first-quote';
import type { Quotes } from '../market-data/quotes';
import type { Clock } from '../platform/clock';
import { accountDay } from '../trading/risk/account-day';
import type { Trading } from '../trading/trading';

/** How long the first price of a market that nobody watches is waited for, ms. */
const firstPriceMs = 2_000;
/** Positions whose last price is asked for; the others are valued by IB's mark. */
const maxPriced = 50;
const dayMs = 86_400_000;

export interface PnlSources {
  readonly account: Account;
  readonly trading: Pick<Trading, 'fills'>;
  readonly quotes: Quotes;
  readonly clock: Clock;
  /** The time of the gateway, UTC ms. */
  readonly atMs: number;
}

/** Reads what is known of profit and loss, and compares it. */
export async function readPnl({ account, trading, quotes, clock, atMs }: PnlSources): Promise<PnlComparison> {
  const prices = new Map<ConId, PnlPrices>();
  await Promise.all(
    account
      .positions()
      .slice(0, maxPriced)
      .map(async ({ conId }) => {
        const { last, close } = await firstQuote(quotes, clock, conId, firstPriceMs);
        prices.set(conId, { last: decimalFromWire(last), close: decimalFromWire(close) });
      }),
  );
  const summary = account.summary();
  const recent = trading
    .fills()
    .filter(
      (fill) => fill.accountId === summary?.accountId && fill.atMs > atMs - dayMs && fill.secType !== 'CASH',
    )
    .toSorted((a, b) => a.atMs - b.atMs);
  const isToday = (fillMs: number) => accountDay(fillMs) === accountDay(atMs);
  const portfolio = account.portfolio().map((event): PortfolioPnl => ({ ...event, averagePrice: null }));
  const open = account.positions();
  const held = new Set(open.map(({ conId }) => conId));
  const closed = portfolio.filter(({ conId }) => !held.has(conId));
  return comparePnl({
    atMs,
    currency: summary?.currency ?? null,
    reported: {
      daily: summary?.dailyPnl ?? null,
      unrealized: summary?.unrealizedPnl ?? null,
      realized: summary?.realizedPnl ?? null,
    },
    positions: [...open, ...closed.map((position): PnlPosition => ({ ...position, quantity: nothing }))],
    portfolio,
    prices,
    fills: recent.filter(({ atMs: fillMs }) => isToday(fillMs)),
    fillsOfYesterday: recent.filter(({ atMs: fillMs }) => !isToday(fillMs)),
    rate: (currency) => account.rateToBase(currency),
  });
}

const nothing = decimalText(exact(0));
