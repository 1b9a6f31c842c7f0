import * as fc from 'fast-check';
import { decimalText, exact } from '../../../shared/domain/decimal';
import { isLive, type Order, type OrderDraft } from '../../../shared/domain/order';
import { aapl } from '../testing/trading-scene';
import { type History, type HistoryAct, histories } from './history-arbitraries';
import { type HistoryPlan, parametersOf } from './history-plan';
import { HistoryWorld } from './history-world';
import { canFill, isOpen, shares } from './model-order';

/** Time after the last disturbance in which everything has to come to rest, ms. */
const settleMs = 45_000;
/** Time after the last disturbance in which what was under way arrives, ms. */
const quietMs = 10_000;
/** How long a patient trader waits for the session, ms. */
const patienceMs = 12_000;
/** How long after a change its request is repeated, ms. */
const repeatedMs = 300;

/** Plays one history. Returns what did not hold, which is nothing when all is well. */
export async function playHistory(history: History): Promise<readonly string[]> {
  const world = new HistoryWorld(history);
  const { clock, rules } = world;
  const ready = () => world.session.state === 'ready';
  await clock.pass(patienceMs, ready);
  world.disturbances.begin();
  for (const { patient, act, thenMs } of history.steps) {
    if (patient) await clock.pass(patienceMs, ready);
    perform(world, act);
    await clock.pass(thenMs);
    if (ready()) rules.checkNow(world.trading.orders());
  }
  world.disturbances.end();
  world.ib.refuseNext = 0;
  await clock.pass(60_000, ready);
  await clock.pass(quietMs);
  rules.checkQuiet(world.trading.orders());
  // IB is asked in the one or the other way.
  if (history.cancelMs === 0) world.drop(true);
  else void world.trading.reconciliation.compareNow();
  await clock.pass(settleMs);
  if (ready()) rules.checkNow(world.trading.orders());
  else rules.note(`the session is ${world.session.state} in the end`);
  const lock = world.trading.lockReason();
  if (lock !== null) rules.note(`orders are locked in the end: ${lock}`);
  rules.checkEnd(world.trading);
  world.stop();
  return rules.broken;
}

/** Plays so many random histories; what fails is shrunk to a few steps that can be kept as a test. */
export async function checkOrderHistories(plan: HistoryPlan): Promise<number> {
  let played = 0;
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      played += 1;
      const broken = await playHistory(history);
      if (broken.length > 0) throw new Error(broken.join('\n'));
    }),
    parametersOf(plan),
  );
  return played;
}

function perform(world: HistoryWorld, act: HistoryAct): void {
  const { trading, ib, rules } = world;
  switch (act.kind) {
    case 'place': {
      const key = world.newKey();
      rules.asked.set(key, draftOf(act));
      place(world, key);
      if (act.twice) place(world, key);
      return;
    }
    case 'place-again': {
      const key = pick([...rules.asked.keys()], act.pick);
      if (key !== undefined) place(world, key);
      return;
    }
    case 'modify': {
      const order = pick(ourLive(world), act.pick);
      if (order === undefined) return;
      const limitPrice = order.limitPrice === null ? undefined : limitOf(order.side, act.away);
      const key = world.newKey();
      const change = { quantity: shares(act.quantity), limitPrice };
      void trading.modify(order.id, key, change);
      if (act.twice) world.clock.after(repeatedMs, () => void world.trading.modify(order.id, key, change));
      return;
    }
    case 'cancel': {
      const order = pick(ourLive(world), act.pick);
      if (order !== undefined) void trading.cancel(order.id);
      return;
    }
    case 'cancel-all':
      void trading.cancelAll();
      return;
    case 'kill':
      void trading.kill(act.flatten);
      rules.killed = true;
      rules.flattened ||= act.flatten;
      return;
    case 'resume':
      rules.killed = false;
      void trading.gate.setState('active');
      return;
    case 'read-only':
      world.readOnly = !world.readOnly;
      return;
    case 'compare':
      void trading.reconciliation.compareNow();
      return;
    case 'fill': {
      const order = pick(ib.orders().filter(canFill), act.pick);
      if (order !== undefined) ib.fill(order, act.quantity);
      return;
    }
    case 'ib-cancels': {
      const order = pick(ib.orders().filter(isOpen), act.pick);
      if (order !== undefined) ib.end(order);
      return;
    }
    case 'ib-refuses':
      ib.refuseNext += 1;
      return;
    case 'placed-elsewhere':
      ib.placeElsewhere(elsewhere);
      return;
    case 'restart':
      // What was on its way arrives before the gateway ends, or dies with it.
      world.drop(true);
      ib.rollBackOrderIds();
      return;
    case 'outage':
      world.outage();
      return;
    case 'drop':
      world.drop(act.arrives);
      return;
    case 'crash':
      world.crash(act.arrives);
  }
}

/** Nobody waits for the answer: what comes next may come before it. */
function place({ trading, session, rules }: HistoryWorld, idempotencyKey: string): void {
  const draft = rules.asked.get(idempotencyKey);
  if (draft === undefined) return;
  const { epoch } = session.broker.snapshot();
  void trading.place({ idempotencyKey, epoch, draft }).then((answer) => {
    if (answer.ok) for (const id of answer.value.orderIds) rules.taken.add(id);
  });
}

function draftOf({ side, quantity, away, exits }: Extract<HistoryAct, { kind: 'place' }>): OrderDraft {
  const [takeProfit, stopLoss] = side === 'BUY' ? [high, low] : [low, high];
  return {
    conId: aapl.conId,
    side,
    quantity: shares(quantity),
    pricing: away === null ? { orderType: 'MKT' } : { orderType: 'LMT', limitPrice: limitOf(side, away) },
    tif: 'DAY',
    outsideRth: false,
    bracket: exits === 'none' ? null : { takeProfit: exits === 'both' ? takeProfit : null, stopLoss },
  };
}

function limitOf(side: 'BUY' | 'SELL', away: number) {
  return decimalText(exact(187.2).plus(side === 'BUY' ? -away : away));
}

function ourLive({ trading }: HistoryWorld): readonly Order[] {
  return trading.orders().filter((order) => order.own && isLive(order.state));
}

function pick<Item>(items: readonly Item[], index: number): Item | undefined {
  return items.length === 0 ? undefined : items[index % items.length];
}

const high = decimalText(exact(220));
const low = decimalText(exact(150));

const elsewhere = {
  contract: { conId: aapl.conId, exchange: 'SMART' },
  accountId: 'DU1234567',
  side: 'BUY',
  quantity: shares(7),
  pricing: { orderType: 'LMT', limitPrice: low },
  tif: 'DAY',
  outsideRth: false,
  parentOrderId: null,
  transmit: true,
} as const;
