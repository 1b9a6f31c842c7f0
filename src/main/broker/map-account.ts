import type { Contract } from '@stoqey/ib';
import { isConId } from '../../shared/domain/instrument';
import type { PnlEvent, PortfolioEvent, PositionEvent } from './port';
import { one, wireDecimal, wireQuantity, wireSecType, wireText } from './wire-value';

/** A position, or null when it is of a kind that the terminal does not know. */
export function mapPosition(
  accountId: unknown,
  contract: Contract,
  quantity: unknown,
  averageCost: unknown,
): PositionEvent | null {
  const conId = contract.conId ?? 0;
  const secType = wireSecType(contract.secType);
  if (!isConId(conId) || secType === null) return null;
  const multiplier = wireDecimal(contract.multiplier);
  return {
    accountId: wireText(accountId),
    conId,
    symbol: wireText(contract.symbol),
    secType,
    localSymbol: wireText(contract.localSymbol),
    currency: wireText(contract.currency),
    multiplier: multiplier === null || multiplier === '0' ? one : multiplier,
    quantity: wireQuantity(quantity),
    averageCost: wireDecimal(averageCost),
  };
}

/** The arguments of the library's updatePortfolio event. */
export function mapPortfolio(
  contract: Contract,
  quantity: unknown,
  marketPrice: unknown,
  marketValue: unknown,
  averageCost: unknown,
  unrealizedPnl: unknown,
  realizedPnl: unknown,
  accountId: unknown,
): PortfolioEvent | null {
  const position = mapPosition(accountId, contract, quantity, averageCost);
  if (position === null) return null;
  return {
    ...position,
    marketPrice: wireDecimal(marketPrice),
    marketValue: wireDecimal(marketValue),
    unrealizedPnl: wireDecimal(unrealizedPnl),
    realizedPnl: wireDecimal(realizedPnl),
  };
}

/** Profit and loss of an account or a position. */
export function mapPnl(accountId: string, daily: unknown, unrealized: unknown, realized: unknown): PnlEvent {
  return {
    accountId,
    dailyPnl: wireDecimal(daily),
    unrealizedPnl: wireDecimal(unrealized),
    realizedPnl: wireDecimal(realized),
  };
}
