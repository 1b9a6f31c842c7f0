import * as fc from 'fast-check';
import {
  type Fault,
  type FaultScript,
  type FaultStep,
  type FaultTrigger,
  malformations,
  orderStages,
  refusalManners,
} from '../../../simulator/faults';

const inbound = [
  'placeOrder',
  'cancelOrder',
  'reqOpenOrders',
  'reqAllOpenOrders',
  'reqExecutions',
  'reqCompletedOrders',
  'reqCurrentTime',
  'any',
] as const;
const outbound = [
  'openOrder',
  'orderStatus',
  'executionDetails',
  'commissionReport',
  'nextValidId',
  'openOrderEnd',
  'completedOrder',
  'position',
  'error',
  'any',
] as const;

const nth = fc.integer({ min: 1, max: 4 });

const triggers: fc.Arbitrary<FaultTrigger> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ on: fc.constant('connection' as const), nth }) },
  {
    weight: 4,
    arbitrary: fc.record({
      on: fc.constant('message' as const),
      direction: fc.constant('in' as const),
      message: fc.constantFrom(...inbound),
      nth,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      on: fc.constant('message' as const),
      direction: fc.constant('out' as const),
      message: fc.constantFrom(...outbound),
      nth: fc.integer({ min: 1, max: 12 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      on: fc.constant('order' as const),
      stage: fc.constantFrom(...orderStages),
      nth,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      on: fc.constant('time' as const),
      afterMs: fc.integer({ min: 100, max: 12_000 }),
      // Not since the session: that strikes each new session again, and none would last.
      since: fc.constant('start' as const),
    }),
  },
);

/** Faults after which app and exchange must tell the same again. */
const faults: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('refuse' as const), how: fc.constantFrom(...refusalManners) }),
  fc.record({
    kind: fc.constant('drop' as const),
    how: fc.constantFrom('reset' as const, 'close' as const),
    message: fc.constantFrom('lost' as const, 'kept' as const),
  }),
  fc.constant({ kind: 'stop-listening' as const }),
  fc.record({
    kind: fc.constant('restart' as const),
    goodbye: fc.boolean(),
    away: fc.constantFrom('not-listening' as const, 'resetting' as const),
    nextValidId: fc.constantFrom(1, 2, 5),
  }),
  fc.record({
    kind: fc.constant('silence' as const),
    direction: fc.constantFrom('both' as const, 'in' as const, 'out' as const),
    noticesClose: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('slow' as const), latencyMs: fc.constantFrom(50, 700) }),
  fc.record({ kind: fc.constant('split' as const), bytes: fc.constantFrom(1, 7) }),
  fc.constant({ kind: 'merge' as const, everyMs: 300 }),
  fc.constant({ kind: 'swallow' as const }),
  fc.record({ kind: fc.constant('duplicate' as const), count: fc.constantFrom(2, 3) }),
  fc.record({ kind: fc.constant('delay' as const), messages: fc.constantFrom(1, 3) }),
  fc.record({ kind: fc.constant('malformed' as const), how: fc.constantFrom(...malformations) }),
  fc.record({ kind: fc.constant('answer-error' as const), code: fc.constantFrom(201, 110, 162, 100, 321) }),
  fc.constant({ kind: 'notice-storm' as const, count: 20 }),
  fc.record({
    kind: fc.constant('connectivity' as const),
    comesBack: fc.constantFrom(1101 as const, 1102 as const),
    says: fc.constantFrom(1100 as const, 2110 as const),
    orderCallbacks: fc.constantFrom('lost' as const, 'late' as const),
  }),
  fc.record({
    kind: fc.constant('farm' as const),
    farm: fc.constantFrom('market-data' as const, 'history' as const, 'definitions' as const),
    data: fc.constantFrom('back' as const, 'dead' as const),
  }),
  fc.constantFrom<Fault>({ kind: 'competing-session' }, { kind: 'delayed-data' }, { kind: 'dead-feeds' }),
  fc.record({ kind: fc.constant('wrong-clock' as const), offsetMs: fc.constantFrom(-3_600_000, 90_000) }),
  fc.constantFrom<Fault>(
    { kind: 'fill-order' },
    { kind: 'fill-order', quantity: 1 },
    { kind: 'reject-order' },
    { kind: 'cancel-order' },
    { kind: 'mute-order' },
  ),
  fc.constantFrom<Fault>({ kind: 'roll-back-order-ids', nextValidId: 1 }),
);

const step: fc.Arbitrary<FaultStep> = fc.record({
  when: triggers,
  fault: faults,
  // Everything is over after a while: what app and exchange tell is compared then.
  forMs: fc.constantFrom(300, 1_500, 6_000, 14_000),
});

/** Scripts of one to four steps, each of which strikes once and is over after at most 14 seconds. */
export const faultScripts: fc.Arbitrary<FaultScript> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
});
