import type { Decimal } from 'decimal.js';
import { decimalText, exact } from '../../../shared/domain/decimal';
import type { Instrument } from '../../../shared/domain/instrument';
import { isLive, type Order, type OrderDraft } from '../../../shared/domain/order';
import type { Quote } from '../../../shared/domain/quote';
import type {
  RiskPolicy,
  RiskRefusal,
  RiskRule,
  RiskSetting,
  RiskState,
  RiskStateName,
} from '../../../shared/domain/risk';
import { err, ok, type Result } from '../../../shared/domain/result';
import type { WhatIfMargin } from '../../broker/port';
import type { NewRecord } from '../trading-store';
import { checkBuyingPower, dailyLossPercent } from './account-checks';
import { accountDay } from './account-day';
import { checkChange, checkOrder, needsBuyingPower } from './check-order';
import { countOrders } from '../order-plan';
import { MarginMemory } from './margin-memory';
import { openExposure } from './open-exposure';
import { PassedOrders } from './passed-orders';
import {
  afterLoss,
  closedMeanwhile,
  documentProblem,
  freshDocument,
  gateNotReady,
  killed,
  onDay,
  type PendingSetting,
  type RiskChange,
  type RiskDocument,
  withSetting,
  withState,
} from './risk-document';
import type { MarginAfter, PassedOrder, RiskFacts } from './risk-facts';
import type { Inquiry, RiskGateDeps } from './risk-gate-deps';
import { unknown } from './risk-refusals';
import { UnsettledFills } from './unsettled-fills';

/** How long a change that makes an order greater counts before IB has echoed it, ms. */
const CHANGE_COUNTS_MS = 10_000;

/** Lets orders through or names the rule that does not. It lives in main, and every order passes it. */
export class RiskGate {
  private readonly deps: RiskGateDeps;
  private readonly margins: MarginMemory;
  private readonly passed = new PassedOrders();
  private readonly unsettled: UnsettledFills;
  /** What changes that are under way leave to fill, by order id. */
  private readonly changing = new Map<string, { readonly left: Decimal; readonly atMs: number }>();
  private document: RiskDocument = freshDocument;
  private loaded = false;
  private loading: Promise<void> | null = null;

  constructor(deps: RiskGateDeps) {
    this.deps = deps;
    this.margins = new MarginMemory(deps.clock);
    this.unsettled = new UnsettledFills(deps.clock);
  }

  /**
   * Reads the settings, once; orders wait for it. When they cannot be read the default ones hold, and the gate is halted:
   * it may have been before. What was kept is not written over until the trader changes something.
   */
  start(): Promise<void> {
    this.loading ??= this.load();
    return this.loading;
  }

  private async load(): Promise<void> {
    const kept = await this.deps.store.load();
    const problem = kept.ok ? kept.value && documentProblem(kept.value) : kept.error;
    const killedMeanwhile = this.document.state.kind === 'halted';
    if (problem !== null) {
      const state: RiskState = { kind: 'halted', cause: 'unreadable', sinceMs: this.deps.clock.nowMs() };
      this.document = { ...freshDocument, state };
      this.deps.notice(
        'error',
        `The limits could not be read, so the default ones hold and trading is halted. ${problem} Look at them under Limits in the settings and set orders to active.`,
      );
    } else if (kept.ok && kept.value !== null) {
      this.document = kept.value;
    } else {
      this.document = freshDocument;
    }
    this.loaded = true;
    if (killedMeanwhile) await this.keep(killed(this.document, this.deps.clock.nowMs()));
    else this.deps.onChange();
  }

  state(): RiskState {
    return this.today().state;
  }

  policy(): RiskPolicy {
    return this.today().policy;
  }

  pending(): readonly PendingSetting[] {
    return this.today().pending;
  }

  /** The cancel of the kill switch is not known to have reached every order, perhaps since an earlier run. */
  cancelOwed(): boolean {
    return this.document.cancelOwed;
  }

  /** The cancel of the kill switch has done its work. */
  async cancelDone(): Promise<void> {
    if (this.document.cancelOwed) await this.keep({ ...this.document, cancelOwed: false });
  }

  /** Changes a rule. The change is journaled; null when it holds at once, otherwise the day from which it does. */
  async change(rule: RiskRule, setting: RiskSetting): Promise<Result<string | null, string>> {
    await this.start();
    const change = withSetting(this.today(), rule, setting, this.day());
    if (change.kind === 'refused') return err(change.text);
    const before = this.document.policy[rule];
    const fromDay = change.kind === 'waits' ? change.fromDay : null;
    const looser = change.kind === 'waits' || change.looser;
    this.journal('risk-limit-changed', { rule, before, after: setting, looser, fromDay });
    const saved = await this.keep(change.document);
    return saved.ok ? ok(fromDay) : saved;
  }

  /** Opens or closes the gate as the trader asks. */
  async setState(wanted: RiskStateName): Promise<Result<void, string>> {
    await this.start();
    const change: RiskChange = withState(this.today(), wanted, this.day(), this.deps.clock.nowMs());
    if (change.kind === 'refused') return err(change.text);
    if (change.document === this.document) return ok(undefined);
    this.journal('risk-state-changed', { from: this.document.state.kind, to: wanted, cause: 'trader' });
    if (wanted !== 'active') this.passed.withdraw(closedMeanwhile);
    if (this.document.cancelOwed && wanted !== 'halted') {
      // What is placed from here on must not be cancelled with the next session.
      this.deps.notice(
        'warning',
        'The kill switch is over. Its cancel may not have reached every order, and is not sent again: look at the orders.',
      );
      return this.keep({ ...change.document, cancelOwed: false });
    }
    return this.keep(change.document);
  }

  /**
   * Halts at once: nothing is waited for, and what has passed but not left is held back. The answer comes when it is on
   * the disk, or the disk has refused it.
   */
  async kill(): Promise<void> {
    const from = this.document.state.kind;
    this.passed.withdraw(closedMeanwhile);
    this.journal('risk-state-changed', { from, to: 'halted', cause: 'kill-switch' });
    const document = killed(this.document, this.deps.clock.nowMs());
    // Before the settings are read there is nothing to write: it would take the place of what was kept.
    if (this.loaded) {
      await this.keep(document);
    } else {
      this.document = document;
      this.deps.onChange();
      await this.start();
    }
  }

  /** Looks whether the loss of the day has reached its limit. Called when profit and loss changed. */
  observe(): void {
    if (!this.loaded || !this.deps.marketClockKnown()) return;
    const document = this.today();
    const { on, limit } = document.policy['daily-loss'];
    const loss = dailyLossPercent(this.deps.sources.account());
    if (!on || limit === null || loss === null || loss.lessThan(exact(limit))) return;
    const next = afterLoss(document, this.day(), this.deps.clock.nowMs());
    if (next === document) return;
    this.passed.withdraw(closedMeanwhile);
    this.journal('risk-state-changed', {
      from: document.state.kind,
      to: next.state.kind,
      cause: 'daily-loss',
      lossPercent: loss.toFixed(4),
      limitPercent: limit,
    });
    this.deps.notice(
      'warning',
      `The loss of the day is ${loss.toFixed(2)} % of the account and has reached its limit of ${limit} %. Until tomorrow only orders that reduce a position pass.`,
    );
    void this.keep(next);
  }

  /** Asks for what an order is judged by: the market, and IB's margin answer where the rule is on. */
  async inquire(draft: OrderDraft, instrument: Instrument): Promise<Result<Inquiry, RiskRefusal>> {
    await this.start();
    const quote = await this.deps.sources.quote(draft.conId);
    const facts = this.facts(instrument, quote);
    const { tick } = this.passed;
    // What is refused anyway needs no answer of IB.
    if (checkOrder(draft, facts) !== null || !needsBuyingPower(draft, facts))
      return ok({ quote, margin: null, tick });
    const margin = this.margins.find(draft, tick) ?? (await this.askMargin(draft));
    return 'rule' in margin ? err(margin) : ok({ quote, margin, tick });
  }

  private async askMargin(draft: OrderDraft): Promise<MarginAfter | RiskRefusal> {
    const { tick } = this.passed;
    const answer = await this.deps.sources.whatIf(draft);
    if (!answer.ok) {
      return {
        ...unknown('buying-power', 'The buying power'),
        text: `The order could not be checked against the buying power. ${answer.error.text}`,
      };
    }
    return this.noteMargin(draft, answer.value, tick) ?? unknown('buying-power', 'The buying power');
  }

  /** Judges an order by what is known at this moment; null lets it pass. Nothing is waited for. */
  judge(draft: OrderDraft, instrument: Instrument, inquiry: Inquiry): RiskRefusal | null {
    if (!this.loaded) return gateNotReady;
    const facts = this.facts(instrument, inquiry.quote);
    const refusal = checkOrder(draft, facts);
    if (refusal !== null) return refusal;
    if (inquiry.margin === null)
      // A position that the order was to reduce may have gone meanwhile.
      return needsBuyingPower(draft, facts) ? unknown('buying-power', 'The buying power') : null;
    return checkBuyingPower(inquiry.margin, facts, this.passed.marginUnknownAt(inquiry.tick));
  }

  /** Judges a change of a working order; null lets it pass, and it counts from then on. */
  async judgeChange(
    order: Order,
    changed: OrderDraft,
    grows: boolean,
    instrument: Instrument,
  ): Promise<RiskRefusal | null> {
    await this.start();
    const quote = await this.deps.sources.quote(order.conId);
    const more = exact(changed.quantity).minus(exact(order.remaining));
    const { tick } = this.passed;
    let margin: MarginAfter | null = null;
    if (more.greaterThan(0) && needsBuyingPower(changed, this.facts(instrument, quote, order.id))) {
      // What is added needs room as a new order would.
      const answer = await this.askMargin({ ...changed, quantity: decimalText(more) });
      if ('rule' in answer) return answer;
      margin = answer;
    }
    const facts = this.facts(instrument, quote, order.id);
    const refusal =
      checkChange(changed, facts, grows) ??
      (margin === null ? null : checkBuyingPower(margin, facts, this.passed.marginUnknownAt(tick)));
    if (refusal === null && more.greaterThan(0))
      this.changing.set(order.id, { left: exact(changed.quantity), atMs: this.deps.clock.monotonicMs() });
    return refusal;
  }

  /** Remembers an order that passed, from before it is written: another one like it is a slip from here on. */
  pass(draft: OrderDraft, margin: MarginAfter | null = null): PassedOrder {
    return this.passed.add(draft, margin, this.deps.clock.nowMs());
  }

  /** Why an order that passed must not leave any more; null while it may. */
  withdrawal(order: PassedOrder): RiskRefusal | null {
    return this.passed.withdrawal(order);
  }

  /** An order that passed is in the book now and counts as one of its orders. */
  arrived(order: PassedOrder): void {
    this.passed.arrived(order);
  }

  /** Forgets an order that passed and was not sent after all. */
  takeBack(order: PassedOrder): void {
    this.passed.remove(order);
  }

  /** An order changed: what it filled counts until IB has told the position that it leads to. */
  orderChanged(order: Order): void {
    this.unsettled.note(order, this.deps.sources.position(order.conId));
  }

  /** Stands for the orders that IB knows of, when it is asked for a margin. */
  get marginTick(): number {
    return this.passed.tick;
  }

  /**
   * Remembers IB's answer on a draft for a moment, so that it need not be asked again; null when it says too little.
   * @param tick {@link marginTick} from when it was asked for.
   */
  noteMargin(draft: OrderDraft, answer: WhatIfMargin, tick: number): MarginAfter | null {
    return this.margins.note(draft, answer, tick);
  }

  /** @param without id of an order that does not count, because it is the one that is judged. */
  private facts(instrument: Instrument, quote: Quote, without?: string): RiskFacts {
    const { sources, clock, marketNowMs } = this.deps;
    const { baseCurrency, netLiquidation, dailyPnl } = sources.account();
    const { conId, currency } = instrument;
    const orders = sources.orders();
    const waiting = this.passed.waiting();
    const position = sources.position(conId);
    const fills = this.unsettled.of(conId, position);
    const open = openExposure({ conId, orders, waiting, changing: this.changesUnderWay(), without });
    const document = this.today();
    return {
      nowMs: clock.nowMs(),
      marketNowMs: marketNowMs(),
      policy: document.policy,
      state: document.state,
      instrument,
      quote,
      position,
      openBuys: decimalText(open.BUY.plus(fills.BUY)),
      openSells: decimalText(open.SELL.plus(fills.SELL)),
      openOrders:
        orders.filter((order) => order.own && isLive(order.state)).length +
        waiting.reduce((sum, draft) => sum + countOrders(draft), 0),
      rateToBase: currency === baseCurrency ? one : sources.rateToBase(currency),
      baseCurrency,
      netLiquidation,
      dailyPnl,
      passed: this.passed.all(),
    };
  }

  private changesUnderWay(): ReadonlyMap<string, Decimal> {
    const nowMs = this.deps.clock.monotonicMs();
    for (const [id, { atMs }] of this.changing) if (nowMs - atMs > CHANGE_COUNTS_MS) this.changing.delete(id);
    return new Map([...this.changing].map(([id, { left }]) => [id, left]));
  }

  private today(): RiskDocument {
    if (!this.loaded || !this.deps.marketClockKnown()) return this.document;
    const document = onDay(this.document, this.day());
    if (document !== this.document) {
      this.journal('risk-day-began', { state: document.state.kind, policy: document.policy });
      void this.keep(document);
    }
    return this.document;
  }

  /** Day of the account; while the gateway's clock is not known, that of the last loss goes on. */
  private day(): string {
    const { marketClockKnown, marketNowMs } = this.deps;
    return (marketClockKnown() ? null : this.document.lossDay) ?? accountDay(marketNowMs());
  }

  private async keep(document: RiskDocument): Promise<Result<void, string>> {
    this.document = document;
    this.deps.onChange();
    const saved = await this.deps.store.save(document);
    if (!saved.ok)
      this.deps.notice('error', `The limits hold, but could not be kept for the next start. ${saved.error}`);
    return saved;
  }

  private journal(kind: NewRecord['kind'], body: NewRecord['body']): void {
    this.deps.journal([{ kind, orderKey: null, body }]);
  }
}

const one = decimalText(exact(1));
