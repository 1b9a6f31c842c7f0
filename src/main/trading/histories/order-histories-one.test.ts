import { describe, expect, it } from 'vitest';
import { historyPlan } from './history-plan';
import { checkOrderHistories } from './play-history';

describe('whatever is lost, late, repeated or cut off, and whenever the app crashes', () => {
  it('IB has the orders that the trader asked for, once, and the app shows them as they are (first half)', {
    timeout: 600_000,
  }, async () => {
    const plan = historyPlan(5_000, 1);
    expect(await checkOrderHistories(plan)).toBeGreaterThanOrEqual(plan.runs);
  });
});
