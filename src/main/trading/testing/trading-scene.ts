import { decimalText, exact, type DecimalText } from '../../../shared/domain/decimal';
import type { Position } from '../../../shared/domain/account';
import type { ConId } from '../../../shared/domain/instrument';
import type { OrderDraft, OrderKey } from '../../../shared/domain/order';
import { ok, type Result } from '../../../shared/domain/result';
import type { TradingPermission } from '../../../shared/ipc/streams';
import type {
  Broker,
  BrokerOrder,
  CompletedOrder,
  Execution,
  OpenOrder,
  OrderStatus,
  SendOutcome,
} from '../../broker/port';
import { createBrokerDouble } from '../../market-data/broker-double';
import { conIdOf, decimalOf, instrumentOf } from '../../../shared/domain/instrument-fixtures';
import { ManualClock } from '../../platform/manual-clock';
import { silentLogger } from '../../platform/logger';
import type { OpenPosition } from '../kill-switch';
import type { LatencyLedger } from '../latency-ledger';
import { MemoryReconciliationStore } from './memory-reconciliation-store';
import { MemoryRiskStore, quietMarket, trustingPolicy } from './risk-scene';
import { Trading } from '../trading';
import type { JournalRecord, TradingStore } from '../trading-store';

export const aapl = instrumentOf(conIdOf(265598), { orderTypes: ['LMT', 'MKT', 'STP', 'STPLMT'] });

/** Buy 100 AAPL at limit 187.20, day. */
export const limitDraft: OrderDraft = {
  conId: aapl.conId,
  side: 'BUY',
  quantity: decimalOf('100'),
  pricing: { orderType: 'LMT', limitPrice: decimalOf('187.2') },
  tif: 'DAY',
  outsideRth: false,
  bracket: null,
};

/** Everything around a Trading, scripted: what the test reads is what went to the broker and to the journal. */
export function createTradingScene(
  options: {
    readonly state?: 'ready' | 'reconciling';
    readonly storeOrders?: TradingStore['loadOrders'];
    /** Idempotency keys that the disk knows, such as those of the scene before a restart. */
    readonly claims?: Map<string, OrderKey>;
    readonly latency?: LatencyLedger;
    readonly reconciliationStore?: MemoryReconciliationStore;
  } = {},
) {
  const clock = new ManualClock();
  const double = createBrokerDouble();
  double.setConnection(options.state ?? 'ready', 1);
  const placed: BrokerOrder[] = [];
  const cancelled: number[] = [];
  const journal: JournalRecord[] = [];
  const notices: string[] = [];
  const claims = options.claims ?? new Map<string, OrderKey>();
  const reconciledEpochs: number[] = [];
  let globalCancels = 0;
  let resets = 0;
  let nextOrderId = 11;
  const answers = {
    send: (): SendOutcome => ({ kind: 'sent', epoch: 1, atMs: clock.nowMs() }),
    permission: (): TradingPermission => ({ allowed: true }),
    appendJournal: (): Promise<Result<void, string>> => Promise.resolve(ok(undefined)),
    /** What comes back once the intent of an order was written. */
    appended: (): Promise<Result<void, string>> => Promise.resolve(ok(undefined)),
    findClaim: (orderKey: OrderKey | null): Promise<Result<OrderKey | null, string>> =>
      Promise.resolve(ok(orderKey)),
    openOrders: [] as readonly OpenOrder[],
    completedOrders: [] as readonly CompletedOrder[],
    executions: [] as readonly Execution[],
    asked: 0,
    positions: [] as readonly OpenPosition[] | null,
    /** Whether IB answers when its positions are asked for. */
    positionsListed: true,
    held: [] as readonly Position[] | null,
  };
  const flags = new Map<ConId, DecimalText | null>();
  const reconciliationStore = options.reconciliationStore ?? new MemoryReconciliationStore();
  const broker: Broker = {
    ...double.broker,
    takeOrderIds(count) {
      const first = nextOrderId;
      nextOrderId += count;
      return ok(Array.from({ length: count }, (_unused, index) => first + index));
    },
    placeOrder(_epoch, order) {
      placed.push(order);
      return Promise.resolve(answers.send());
    },
    cancelOrder(orderId) {
      cancelled.push(orderId);
      return Promise.resolve({ kind: 'sent', epoch: 1, atMs: clock.nowMs() });
    },
    globalCancel() {
      globalCancels += 1;
      return Promise.resolve({ kind: 'sent', epoch: 1, atMs: clock.nowMs() });
    },
    requestOpenOrders() {
      answers.asked += 1;
      return Promise.resolve(ok(answers.openOrders));
    },
    requestCompletedOrders: () => Promise.resolve(ok(answers.completedOrders)),
    requestExecutions: () => Promise.resolve(ok(answers.executions)),
    markReconciled: (epoch) => reconciledEpochs.push(epoch),
  };
  const store: TradingStore = {
    async appendJournal(records) {
      const answer = await answers.appendJournal();
      if (answer.ok) journal.push(...records);
      return answer;
    },
    async appendOrderIntent(idempotencyKey, orderKey, records) {
      const answer = await answers.appendJournal();
      if (!answer.ok) return answer;
      const known = claims.get(idempotencyKey);
      if (known !== undefined) return ok({ claimed: false, orderKey: known });
      claims.set(idempotencyKey, orderKey);
      journal.push(...records);
      const written = await answers.appended();
      return written.ok ? ok({ claimed: true }) : written;
    },
    findClaim: (idempotencyKey) => answers.findClaim(claims.get(idempotencyKey) ?? null),
    saveOrder: () => Promise.resolve(ok(undefined)),
    saveFill: () => Promise.resolve(ok(undefined)),
    loadOrders: options.storeOrders ?? (() => Promise.resolve(ok([]))),
    loadFills: () => Promise.resolve(ok([])),
  };
  // No order key comes twice, also not after a restart.
  let uuids = claims.size;
  const trading = new Trading({
    broker,
    instruments: {
      get: () => Promise.resolve(ok(aapl)),
      contractRef: (instrument) => ({ conId: instrument.conId, exchange: 'SMART' }),
    },
    store,
    clock,
    marketNowMs: () => clock.nowMs(),
    random: {
      uuid() {
        uuids += 1;
        return `00000000-0000-4000-8000-${String(uuids).padStart(12, '0')}`;
      },
      bytes: (length) => new Uint8Array(length),
      fraction: () => 0.5,
    },
    log: silentLogger,
    listener: {
      order: (order) => options.latency?.changed(order),
      fill: () => undefined,
      reset() {
        resets += 1;
      },
      reconciliation: () => undefined,
      risk: () => undefined,
      notice: (_severity, _code, text) => notices.push(text),
    },
    clientId: 1,
    risk: quietMarket(),
    positions: () => answers.positions,
    riskStore: new MemoryRiskStore(trustingPolicy),
    positionSource: {
      list: () => Promise.resolve(answers.positionsListed),
      held: () => answers.held,
      flag: (conId, unexplained) => flags.set(conId, unexplained),
    },
    reconciliationStore,
    permission: () => answers.permission(),
    accountId: () => 'DU1234567',
    ...(options.latency === undefined ? {} : { latency: options.latency }),
  });
  return {
    trading,
    flags,
    reconciliationStore,
    clock,
    double,
    broker,
    placed,
    cancelled,
    journal,
    claims,
    notices,
    answers,
    reconciledEpochs,
    globalCancels: () => globalCancels,
    /** How often everything was to be shown anew. */
    resets: () => resets,
    emit: double.subjects.orderEvents,
  };
}

/** openOrder of IB for an order that was sent. */
export function openOrderOf(sent: BrokerOrder, changes: Partial<OpenOrder> = {}): OpenOrder {
  const { pricing } = sent;
  return {
    orderId: sent.orderId,
    permId: 1_426_181_000 + sent.orderId,
    clientId: 1,
    parentOrderId: sent.parentOrderId,
    parentPermId: null,
    orderRef: sent.orderRef,
    accountId: sent.accountId,
    conId: sent.contract.conId,
    symbol: 'AAPL',
    secType: 'STK',
    localSymbol: 'AAPL',
    side: sent.side,
    quantity: sent.quantity,
    orderType: pricing.orderType,
    limitPrice: 'limitPrice' in pricing ? pricing.limitPrice : null,
    stopPrice: 'stopPrice' in pricing ? pricing.stopPrice : null,
    tif: sent.tif,
    outsideRth: sent.outsideRth,
    status: 'Submitted',
    warningText: '',
    ...changes,
  };
}

/** orderStatus of IB for an order that was sent. */
export function statusOf(
  sent: BrokerOrder,
  status: string,
  filled = '0',
  changes: Partial<OrderStatus> = {},
): OrderStatus {
  return {
    orderId: sent.orderId,
    permId: 1_426_181_000 + sent.orderId,
    clientId: 1,
    parentOrderId: null,
    status,
    filled: decimalOf(filled),
    remaining: minus(sent.quantity, filled),
    averageFillPrice: filled === '0' ? null : decimalOf('187.19'),
    whyHeld: '',
    ...changes,
  };
}

/** execDetails of IB for an order that was sent. */
export function executionOf(
  sent: BrokerOrder,
  execId: string,
  quantity: string,
  cumulative: string,
): Execution {
  return {
    execId,
    orderId: sent.orderId,
    permId: 1_426_181_000 + sent.orderId,
    clientId: 1,
    orderRef: sent.orderRef,
    accountId: sent.accountId,
    conId: sent.contract.conId,
    symbol: 'AAPL',
    secType: 'STK',
    localSymbol: 'AAPL',
    side: sent.side,
    quantity: decimalOf(quantity),
    price: decimalOf('187.19'),
    cumulativeQuantity: decimalOf(cumulative),
    averagePrice: decimalOf('187.19'),
    exchange: 'NASDAQ',
    atMs: 1_000,
  };
}

function minus(quantity: DecimalText, filled: string): DecimalText {
  return decimalText(exact(quantity).minus(exact(decimalOf(filled))));
}

/** The idempotency key of a number. */
export const key = (number: number) => `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`;

/** Lets everything that was resolved run to its end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A scene in which one order was placed and reached the socket. */
export async function sceneWithOrder() {
  const scene = createTradingScene();
  scene.trading.start();
  const answer = await scene.trading.place({ idempotencyKey: key(1), epoch: 1, draft: limitDraft });
  const sent = scene.placed[0];
  if (!answer.ok || sent === undefined) throw new Error('the order was not sent');
  const order = () => {
    const found = scene.trading.orders().find((candidate) => candidate.id === sent.orderRef);
    if (found === undefined) throw new Error('the order is not in the book');
    return found;
  };
  return { ...scene, sent, order };
}
