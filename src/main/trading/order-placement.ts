import { isOrderKey, type OrderDraft, type OrderKey } from '../../shared/domain/order';
import { validateDraft } from '../../shared/domain/order-validation';
import type { RiskRefusal } from '../../shared/domain/risk';
import { err, ok } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import type { BrokerError, SendOutcome } from '../broker/port';
import type { OrderBook } from './order-book';
import { countOrders, newOrderKey, type PlannedOrder, planOrders } from './order-plan';
import { brokerFailure, type Outcome, unknownWhetherAsked } from './refusals';
import type { PassedOrder } from './risk/risk-facts';
import type { RiskGate } from './risk/risk-gate';
import type { TradingDeps } from './trading-deps';
import type { NewRecord } from './trading-store';

export interface PlaceInput {
  readonly idempotencyKey: string;
  /** Connection that the trader saw when the order was made. */
  readonly epoch: number;
  readonly draft: OrderDraft;
  /** When the key or button was pressed, UTC ms, as the window says; for the latency alone. */
  readonly pressedAtMs?: number | undefined;
}

/** Whether the risk gate judges an order, or it closes a position for the kill switch and passes all the same. */
export type Judgement = 'judged' | 'flattening';

type Placed = { readonly orderIds: readonly string[] };

/** Idempotency keys whose answers are kept in memory; the disk knows all that were claimed. */
const maxRememberedKeys = 1_000;

/** An answer, and whether the request claimed its key: if not, nothing was sent for it. */
interface Attempt {
  readonly answer: Outcome<Placed>;
  readonly claimed: boolean;
}

/** What is to be sent once its intent is on the disk. */
interface Prepared {
  readonly entryKey: OrderKey;
  readonly plan: readonly PlannedOrder[];
  /** Its place in the memory of the risk gate. */
  readonly passed: PassedOrder;
}

/**
 * Takes a draft through mode proof, risk gate and journal to the broker, once. The key is claimed in the transaction that
 * writes the intent, so an order waits for one sync of the disk, and one that is refused before leaves its key free.
 */
export class OrderPlacement {
  private readonly deps: TradingDeps;
  private readonly book: OrderBook;
  private readonly gate: RiskGate;
  private readonly journal: (records: readonly NewRecord[]) => void;
  private readonly onSent: (ids: readonly string[]) => void;
  /**
   * Answers by idempotency key, of requests that are under way and of those that claimed their key: a repeat gets the
   * same answer. Any other request may be repeated and is judged anew; the disk knows whether its key is free.
   */
  private readonly placing = new Map<string, Promise<Outcome<Placed>>>();

  /** @param onSent called with the orders that went to the socket, to watch for their answers. */
  constructor(
    deps: TradingDeps,
    book: OrderBook,
    gate: RiskGate,
    journal: (records: readonly NewRecord[]) => void,
    onSent: (ids: readonly string[]) => void,
  ) {
    this.deps = deps;
    this.book = book;
    this.gate = gate;
    this.journal = journal;
    this.onSent = onSent;
  }

  /**
   * Sends an order once. A key that was claimed gets the same answer, also after a restart; after a refusal that claimed
   * nothing the same key may be used again.
   */
  place(input: PlaceInput, judgement: Judgement = 'judged'): Promise<Outcome<Placed>> {
    const { idempotencyKey } = input;
    const known = this.placing.get(idempotencyKey);
    if (known !== undefined) return known;
    this.deps.latency?.received(idempotencyKey, input.pressedAtMs);
    const answer: Promise<Outcome<Placed>> = this.placeOnce(input, judgement).then((attempt) => {
      this.deps.latency?.dropped(idempotencyKey);
      if (!attempt.claimed && this.placing.get(idempotencyKey) === answer)
        this.placing.delete(idempotencyKey);
      return attempt.answer;
    });
    this.placing.set(idempotencyKey, answer);
    if (this.placing.size > maxRememberedKeys) {
      const oldest = this.placing.keys().next();
      if (oldest.done !== true) this.placing.delete(oldest.value);
    }
    return answer;
  }

  private async placeOnce(input: PlaceInput, judgement: Judgement): Promise<Attempt> {
    const prepared = await this.prepare(input, judgement);
    if (!prepared.ok) return this.refused(input.idempotencyKey, prepared.error, null);
    const { entryKey, plan, passed } = prepared.value;
    this.deps.latency?.judged(input.idempotencyKey);
    const intent = await this.deps.store.appendOrderIntent(
      input.idempotencyKey,
      entryKey,
      plan.map(({ order, brokerOrder }) => ({
        atMs: passed.atMs,
        kind: 'order-intent',
        orderKey: order.orderKey,
        // The order as shown goes with it: a run of the app that ends before it is sent leaves nothing else.
        body: { ...brokerOrder, epoch: input.epoch, idempotencyKey: input.idempotencyKey, order },
      })),
    );
    if (!intent.ok || !intent.value.claimed) this.gate.takeBack(passed);
    if (!intent.ok) {
      const text = `The order was not sent: the journal could not be written. ${intent.error}`;
      return this.refused(input.idempotencyKey, { code: 'storage', text }, entryKey);
    }
    if (!intent.value.claimed) return { answer: this.answerForRepeat(intent.value.orderKey), claimed: false };
    this.deps.latency?.journaled(
      input.idempotencyKey,
      plan.map(({ order }) => order.id),
    );
    return { answer: await this.send(input.epoch, plan, passed), claimed: true };
  }

  /** Everything that can refuse an order before its key is claimed; nothing of it is written. */
  private async prepare({ epoch, draft }: PlaceInput, judgement: Judgement): Promise<Outcome<Prepared>> {
    const { broker, marketNowMs, random, instruments } = this.deps;
    const refusal = this.refusal(epoch);
    if (refusal !== null) return err(refusal);
    const instrument = await instruments.get(draft.conId);
    if (!instrument.ok) return err(brokerFailure(instrument.error, 'The order was not sent.'));
    const fields = validateDraft(draft, instrument.value);
    if (fields.length > 0)
      return err({
        code: 'rule',
        text: 'The order was not sent: some fields do not fit the instrument.',
        fields,
      });
    const inquiry = judgement === 'judged' ? await this.gate.inquire(draft, instrument.value) : null;
    if (inquiry?.ok === false) return err(this.refusedByGate(draft, inquiry.error));
    // From here to the end nothing is waited for: of two orders at once the second is judged with the first in mind.
    const late = this.refusal(epoch);
    if (late !== null) return err(late);
    const risk = inquiry === null ? null : this.gate.judge(draft, instrument.value, inquiry.value);
    if (risk !== null) return err(this.refusedByGate(draft, risk));
    const accountId = this.deps.accountId();
    const orderIds = broker.takeOrderIds(countOrders(draft));
    if (accountId === null || !orderIds.ok) {
      return err({ code: 'not-connected', text: 'The order was not sent: the gateway is not ready.' });
    }
    const entryKey = newOrderKey(random);
    const plan = planOrders({
      draft,
      instrument: instrument.value,
      contract: instruments.contractRef(instrument.value),
      accountId,
      clientId: this.deps.clientId,
      keys: [entryKey, ...Array.from({ length: countOrders(draft) - 1 }, () => newOrderKey(random))],
      orderIds: orderIds.value,
      nowMs: marketNowMs(),
    });
    // From here on an identical order is a slip, also while this one waits for the disk.
    return ok({ entryKey, plan, passed: this.gate.pass(draft, inquiry?.value.margin ?? null) });
  }

  /** Sends what is on the disk. */
  private async send(
    epoch: number,
    plan: readonly PlannedOrder[],
    passed: PassedOrder,
  ): Promise<Outcome<Placed>> {
    const { broker, marketNowMs } = this.deps;
    // Time has passed since the first look: the kill switch may have been pressed.
    const withdrawn = this.gate.withdrawal(passed);
    const lateRefusal =
      this.refusal(epoch) ?? (withdrawn === null ? null : this.refusedByGate(passed.draft, withdrawn));
    for (const { order } of plan) this.book.add(order);
    this.gate.arrived(passed);
    if (lateRefusal !== null) {
      this.gate.takeBack(passed);
      for (const { order } of plan)
        this.book.apply(order.id, { kind: 'not-sent', text: lateRefusal.text, atMs: marketNowMs() });
      return err(lateRefusal);
    }
    // One turn for the whole bracket: no other message can come between its orders.
    const outcomes = plan.map(({ order, brokerOrder }) => {
      this.book.apply(order.id, {
        kind: 'sent',
        orderId: brokerOrder.orderId,
        clientId: this.deps.clientId,
        atMs: marketNowMs(),
      });
      return broker.placeOrder(epoch, brokerOrder).then((outcome) => {
        if (outcome.kind === 'sent') this.deps.latency?.written(order.id);
        return outcome;
      });
    });
    return this.afterSending(
      plan.map(({ order }) => order.id),
      await Promise.all(outcomes),
    );
  }

  private afterSending(ids: readonly string[], outcomes: readonly SendOutcome[]): Outcome<Placed> {
    const atMs = this.deps.marketNowMs();
    let failure: BrokerError | null = null;
    ids.forEach((id, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) return;
      if (outcome.kind === 'not-sent') {
        failure = outcome.error;
        this.book.apply(id, { kind: 'not-sent', text: `Not sent: ${outcome.error.text}`, atMs });
      }
      this.journal([
        {
          kind: outcome.kind === 'sent' ? 'order-sent' : 'order-not-sent',
          orderKey: isOrderKey(id) ? id : null,
          body: { ...outcome },
        },
      ]);
    });
    this.onSent(ids);
    const anySent = outcomes.some((outcome) => outcome.kind === 'sent');
    if (!anySent && failure !== null) return err(brokerFailure(failure, 'The order was not sent.'));
    return ok({ orderIds: ids });
  }

  /** The refusal of the gate as an answer, journaled with the rule, its value and its limit. */
  private refusedByGate(draft: OrderDraft, { rule, value, limit, text }: RiskRefusal): RequestError {
    this.journal([{ kind: 'order-refused', orderKey: null, body: { rule, value, limit, draft } }]);
    return { code: 'rule', text: `The order was not sent. ${text}` };
  }

  private refusal(epoch: number): RequestError | null {
    const permission = this.deps.permission();
    if (!permission.allowed) return { code: 'rule', text: `The order was not sent. ${permission.reason}` };
    if (this.deps.broker.snapshot().epoch !== epoch) {
      return {
        code: 'rule',
        text: 'The order was not sent: the connection changed since the ticket was filled in. Look at the prices and place it again.',
      };
    }
    return null;
  }

  /**
   * Nothing was sent now, but the key may have been claimed, and its order sent, by an earlier request.
   * @param entryKey of an intent that storage failed to write; where it was written all the same, its order stays unsent.
   */
  private async refused(
    idempotencyKey: string,
    refusal: RequestError,
    entryKey: OrderKey | null,
  ): Promise<Attempt> {
    const claim = await this.deps.store.findClaim(idempotencyKey);
    if (!claim.ok) return { answer: err(unknownWhetherAsked('order', claim.error)), claimed: false };
    if (claim.value === null) return { answer: err(refusal), claimed: false };
    if (claim.value === entryKey) return { answer: err(refusal), claimed: true };
    return { answer: this.answerForRepeat(claim.value), claimed: false };
  }

  private answerForRepeat(orderKey: OrderKey): Outcome<Placed> {
    const order = this.book.get(orderKey);
    if (order === undefined) {
      return err({
        code: 'rule',
        text: 'This order was asked for before. Look for it among the orders before you place it anew.',
      });
    }
    if (order.state === 'refused') {
      const why = order.message?.text ?? 'It was not sent.';
      return err({ code: 'rule', text: `This order was asked for before. ${why}` });
    }
    return ok({ orderIds: [order.id, ...this.book.childrenOf(order.id).map((child) => child.id)] });
  }
}
