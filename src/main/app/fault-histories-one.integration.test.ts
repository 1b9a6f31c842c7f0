import { describe, it } from 'vitest';
import { historyPlan } from '../trading/histories/history-plan';
import { checkRandomHistories } from './testing/fault-histories';

describe('whatever breaks at the gateway, and whatever the trader does meanwhile', () => {
  it('app and exchange tell the same in the end, no order went out twice and none is lost (first half)', {
    timeout: 300_000,
  }, async () => {
    await checkRandomHistories(historyPlan(500, 1));
  });
});
