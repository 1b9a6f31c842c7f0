import type { Decimal } from 'decimal.js';
import { type DecimalText, exact } from '../../../shared/domain/decimal';
import type { ConId } from '../../../shared/domain/instrument';
import type { Order } from '../../../shared/domain/order';
import type { Clock } from '../../platform/clock';

/** IB tells the position within moments of a fill, and is asked for it two seconds later; after this it has. */
const SETTLED_AFTER_MS = 5_000;
const MOST_INSTRUMENTS = 200;
const MOST_ORDERS = 5_000;

type Sides = Readonly<Record<Order['side'], Decimal>>;

interface Unsettled {
  /** Position as IB had told it before the first of these fills. */
  readonly base: Decimal;
  readonly filled: Sides;
  readonly newestMs: number;
}

const nothing: Sides = { BUY: exact(0), SELL: exact(0) };

/**
 * Fills that IB's position may not contain yet: the order has nothing left to fill, and the position is still the old one.
 * Until IB has told the position that they lead to, they count as if their orders were open.
 */
export class UnsettledFills {
  private readonly clock: Clock;
  private readonly byInstrument = new Map<ConId, Unsettled>();
  /** What each order had filled when it was last looked at. */
  private readonly filledBefore = new Map<string, Decimal>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** @param told position as IB has told it; null when it has not, and will tell it with the fill in it. */
  note(
    { id, conId, side, filled }: Pick<Order, 'id' | 'conId' | 'side' | 'filled'>,
    told: DecimalText | null,
  ): void {
    const more = exact(filled).minus(this.filledBefore.get(id) ?? 0);
    this.filledBefore.set(id, exact(filled));
    dropOldest(this.filledBefore, MOST_ORDERS);
    if (told === null || !more.greaterThan(0)) return;
    this.settle(conId, told);
    const known = this.byInstrument.get(conId) ?? { base: exact(told), filled: nothing, newestMs: 0 };
    this.byInstrument.set(conId, {
      base: known.base,
      filled: { ...known.filled, [side]: known.filled[side].plus(more) },
      newestMs: this.clock.monotonicMs(),
    });
    dropOldest(this.byInstrument, MOST_INSTRUMENTS);
  }

  /** What was bought and sold of an instrument without being in the position that IB has told. */
  of(conId: ConId, told: DecimalText | null): Sides {
    if (told !== null) this.settle(conId, told);
    return this.byInstrument.get(conId)?.filled ?? nothing;
  }

  private settle(conId: ConId, told: DecimalText): void {
    const known = this.byInstrument.get(conId);
    if (known === undefined) return;
    const expected = known.base.plus(known.filled.BUY).minus(known.filled.SELL);
    const isOld = this.clock.monotonicMs() - known.newestMs > SETTLED_AFTER_MS;
    if (isOld || expected.equals(exact(told))) this.byInstrument.delete(conId);
  }
}

function dropOldest(map: Map<unknown, unknown>, most: number): void {
  if (map.size <= most) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
