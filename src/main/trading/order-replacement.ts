import { exact } from '../../shared/domain/decimal';
import type { Order, OrderDraft } from '../../shared/domain/order';
import { whyNotReplace } from '../../shared/domain/order-possibilities';
import { validateDraft } from '../../shared/domain/order-validation';
import { err, ok } from '../../shared/domain/result';
import type { OrderBook } from './order-book';
import { isConclusion } from './order-lifecycle';
import type { OrderPlacement } from './order-placement';
import { brokerFailure, type Nothing, type Outcome, unknownWhetherAsked } from './refusals';
import type { TradingDeps } from './trading-deps';
import type { NewRecord } from './trading-store';

export interface ReplaceInput {
  /** The order that is to go. */
  readonly id: string;
  readonly idempotencyKey: string;
  /** Connection that the trader saw. */
  readonly epoch: number;
  /** The order that is to come. */
  readonly draft: OrderDraft;
}

type Placed = { readonly orderIds: readonly string[] };

/** How long IB may take to confirm the cancel, ms; after that nothing new is sent. */
const confirmMs = 10_000;

const nothingNew = 'The new order was not sent.';

/**
 * Replaces orders where IB lets nothing be changed: cancel, IB's confirmation, then the new order by the ordinary path. The
 * two are never at IB together. Whatever comes in between (a fill, a lost connection, the end of the app), the new one is
 * not sent and the key stays free.
 */
export class OrderReplacement {
  private readonly deps: TradingDeps;
  private readonly book: OrderBook;
  private readonly placement: OrderPlacement;
  private readonly journal: (records: readonly NewRecord[]) => void;
  private readonly cancel: (id: string) => Promise<Outcome<Nothing>>;
  /** Answers by idempotency key while they are under way. */
  private readonly replacing = new Map<string, Promise<Outcome<Placed>>>();
  /** Orders whose replacement is under way. */
  private readonly leaving = new Set<string>();
  /** Who waits for an order to be no longer on its way out. */
  private readonly waiting = new Map<string, (order: Order) => void>();

  constructor(
    deps: TradingDeps,
    book: OrderBook,
    placement: OrderPlacement,
    journal: (records: readonly NewRecord[]) => void,
    cancel: (id: string) => Promise<Outcome<Nothing>>,
  ) {
    this.deps = deps;
    this.book = book;
    this.placement = placement;
    this.journal = journal;
    this.cancel = cancel;
  }

  /** Told about every change of an order. */
  onOrder(order: Order): void {
    if (order.state !== 'cancelling') this.waiting.get(order.id)?.(order);
  }

  /** A repeat while the first is under way gets its answer; one whose order went out gets that order. */
  replace(input: ReplaceInput): Promise<Outcome<Placed>> {
    const known = this.replacing.get(input.idempotencyKey);
    if (known !== undefined) return known;
    const answer = this.replaceOnce(input).finally(() => {
      this.replacing.delete(input.idempotencyKey);
    });
    this.replacing.set(input.idempotencyKey, answer);
    return answer;
  }

  private async replaceOnce(input: ReplaceInput): Promise<Outcome<Placed>> {
    const { id, idempotencyKey, epoch, draft } = input;
    const claim = await this.deps.store.findClaim(idempotencyKey);
    if (!claim.ok) return err(unknownWhetherAsked('order', claim.error));
    if (claim.value !== null) return this.placement.place({ idempotencyKey, epoch, draft });
    const checked = await this.check(input);
    if (!checked.ok) return checked;
    // From here to the cancel nothing is waited for.
    if (this.leaving.has(id)) return err({ code: 'rule', text: 'This order is being replaced already.' });
    this.leaving.add(id);
    try {
      return await this.exchange(checked.value, input);
    } finally {
      this.leaving.delete(id);
    }
  }

  private async exchange(
    before: Order,
    { id, idempotencyKey, epoch, draft }: ReplaceInput,
  ): Promise<Outcome<Placed>> {
    const { orderKey } = before;
    this.journal([{ kind: 'replace-intent', orderKey, body: { id, idempotencyKey, epoch, draft } }]);
    const cancelled = await this.cancel(id);
    if (!cancelled.ok) return err({ ...cancelled.error, text: `${cancelled.error.text} ${nothingNew}` });
    const after = await this.settled(id);
    const refusal = whyNothingNew(before, after);
    if (refusal !== null) {
      this.deps.listener.notice('warning', null, refusal);
      return err({ code: 'rule', text: refusal });
    }
    return this.placement.place({ idempotencyKey, epoch, draft });
  }

  /** Everything that can be known to be wrong before the old order is touched. */
  private async check({ id, epoch, draft }: ReplaceInput): Promise<Outcome<Order>> {
    const { instruments, permission, broker } = this.deps;
    const lead = 'The order was left as it is.';
    const instrument = await instruments.get(draft.conId);
    if (!instrument.ok) return err(brokerFailure(instrument.error, lead));
    const order = this.book.get(id);
    if (order === undefined) return err({ code: 'not-found', text: 'This order is not known any more.' });
    if (order.conId !== draft.conId)
      return err({ code: 'rule', text: `${lead} A replacement is for the same instrument.` });
    const reason = whyNotReplace(order);
    if (reason !== null) return err({ code: 'rule', text: `${lead} ${reason}` });
    const fields = validateDraft(draft, instrument.value);
    if (fields.length > 0)
      return err({ code: 'rule', text: `${lead} Some fields do not fit the instrument.`, fields });
    const permitted = permission();
    if (!permitted.allowed) return err({ code: 'rule', text: `${lead} ${permitted.reason}` });
    if (broker.snapshot().epoch !== epoch)
      return err({ code: 'rule', text: `${lead} The connection changed meanwhile: look at it again.` });
    return ok(order);
  }

  /** The order once it is no longer being cancelled, or as it is when the time for that is over. */
  private async settled(id: string): Promise<Order | undefined> {
    const now = this.book.get(id);
    if (now === undefined || now.state !== 'cancelling') return now;
    await new Promise<void>((resolve) => {
      const over = this.deps.clock.after(confirmMs, resolve);
      this.waiting.set(id, () => {
        over();
        resolve();
      });
    });
    this.waiting.delete(id);
    return this.book.get(id);
  }
}

/** Why nothing new is sent after a cancel, as a sentence; null when IB has confirmed it and nothing was filled. */
function whyNothingNew(before: Order, after: Order | undefined): string | null {
  const name = `${before.side} ${before.quantity} ${before.symbol}`;
  if (after === undefined) return `${name} is not known any more. ${nothingNew}`;
  const more = exact(after.filled).minus(exact(before.filled));
  if (after.state === 'filled')
    return `${name} filled before the cancel reached it. ${nothingNew} Look at the position.`;
  if (more.greaterThan(0))
    return `${more.toFixed()} more of ${name} filled before the cancel reached it. ${nothingNew} Look at the position and place it anew if you still want it.`;
  if (after.state !== 'cancelled' || isConclusion(after))
    return `IB has not confirmed the cancel of ${name}. ${nothingNew} Look at what IB says about the old one first.`;
  return null;
}
