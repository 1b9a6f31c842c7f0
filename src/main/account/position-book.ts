import type { Position } from '../../shared/domain/account';
import { type DecimalText, decimalText, exact } from '../../shared/domain/decimal';
import type { ConId } from '../../shared/domain/instrument';
import type { PnlEvent, PortfolioEvent, PositionEvent } from '../broker/port';

/** A position without what depends on the connection. */
type HeldPosition = Omit<Position, 'stale' | 'unexplained'> & {
  /** Epoch of the connection that told it. */
  readonly epoch: number;
  /** True when `reqPositions` gave its quantity: the slower portfolio updates then leave it alone. */
  readonly confirmed: boolean;
};

/** When and over which connection something was told. */
export interface Receipt {
  readonly epoch: number;
  /** UTC ms. */
  readonly atMs: number;
}

/**
 * The open positions of one account. The methods return the position that changed, or null when nothing did. A closed
 * position is returned once with quantity 0 and then forgotten.
 */
export class PositionBook {
  readonly #held = new Map<ConId, HeldPosition>();

  /** The open positions. */
  all(): readonly HeldPosition[] {
    return [...this.#held.values()];
  }

  has(conId: ConId): boolean {
    return this.#held.has(conId);
  }

  /** Quantity and average cost from `reqPositions`. */
  position(event: PositionEvent, receipt: Receipt): HeldPosition | null {
    const known = this.#held.get(event.conId);
    return this.#put({
      ...(known ?? unvalued),
      ...identityOf(event),
      quantity: event.quantity,
      averagePrice: averagePriceOf(event) ?? known?.averagePrice ?? null,
      receivedMs: receipt.atMs,
      epoch: receipt.epoch,
      confirmed: true,
    });
  }

  /** Values from `updatePortfolio`, and the quantity as long as `reqPositions` has not given it in this epoch. */
  portfolio(event: PortfolioEvent, receipt: Receipt): HeldPosition | null {
    const known = this.#held.get(event.conId);
    const confirmed = known?.confirmed === true && known.epoch === receipt.epoch;
    return this.#put({
      ...(known ?? unvalued),
      ...identityOf(event),
      quantity: confirmed ? known.quantity : event.quantity,
      averagePrice: averagePriceOf(event) ?? known?.averagePrice ?? null,
      marketPrice: event.marketPrice,
      marketValue: event.marketValue,
      unrealizedPnl: event.unrealizedPnl,
      realizedPnl: event.realizedPnl,
      receivedMs: receipt.atMs,
      epoch: receipt.epoch,
      confirmed,
    });
  }

  /** Profit and loss from `reqPnLSingle`; what it leaves open stays as it was. */
  pnl(
    conId: ConId,
    event: PnlEvent & { readonly marketValue: DecimalText | null },
    receipt: Receipt,
  ): HeldPosition | null {
    const known = this.#held.get(conId);
    if (known === undefined) return null;
    return this.#put({
      ...known,
      dailyPnl: event.dailyPnl ?? known.dailyPnl,
      unrealizedPnl: event.unrealizedPnl ?? known.unrealizedPnl,
      realizedPnl: event.realizedPnl ?? known.realizedPnl,
      marketValue: event.marketValue ?? known.marketValue,
      receivedMs: receipt.atMs,
    });
  }

  /** Closes a position that IB no longer reports. */
  close(conId: ConId, receipt: Receipt): HeldPosition | null {
    const known = this.#held.get(conId);
    if (known === undefined) return null;
    return this.#put({ ...known, quantity: zero, receivedMs: receipt.atMs, epoch: receipt.epoch });
  }

  /** Forgets everything. */
  clear(): void {
    this.#held.clear();
  }

  #put(position: HeldPosition): HeldPosition | null {
    const { conId } = position;
    if (!exact(position.quantity).isZero()) {
      this.#held.set(conId, position);
      return position;
    }
    if (!this.#held.delete(conId)) return null;
    return { ...position, quantity: zero, marketValue: zero, unrealizedPnl: null };
  }
}

const zero = decimalText(exact(0));

const unvalued = {
  marketPrice: null,
  marketValue: null,
  unrealizedPnl: null,
  realizedPnl: null,
  dailyPnl: null,
} as const;

function identityOf(event: PositionEvent) {
  const { accountId, conId, symbol, secType, localSymbol, currency, multiplier } = event;
  return { accountId, conId, symbol, secType, localSymbol, currency, multiplier };
}

/** Per unit of price: IB's average cost is per contract. Rounded to ten digits after the point. */
function averagePriceOf({ averageCost, multiplier }: PositionEvent): DecimalText | null {
  if (averageCost === null) return null;
  const units = exact(multiplier);
  return units.isZero() ? averageCost : decimalText(exact(averageCost).dividedBy(units));
}
