import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { checkRisk, defaultRiskLimits } from './risk-gate';
import { limitDraft } from './testing/trading-scene';

describe('the risk gate', () => {
  it('lets the first order pass', () => {
    expect(checkRisk(limitDraft, [], 0, defaultRiskLimits)).toBeNull();
  });

  it('refuses the same order within the window and names the rule', () => {
    const passed = [{ draft: limitDraft, atMs: 0 }];
    expect(checkRisk(limitDraft, passed, 999, defaultRiskLimits)).toMatchObject({ rule: 'duplicate' });
    expect(checkRisk(limitDraft, passed, 1_000, defaultRiskLimits)).toBeNull();
    expect(checkRisk({ ...limitDraft, quantity: decimalOf('101') }, passed, 1, defaultRiskLimits)).toBeNull();
  });

  it('refuses more orders a minute than the limit', () => {
    const passed = Array.from({ length: 60 }, (_unused, index) => ({
      draft: { ...limitDraft, quantity: decimalOf(String(index + 1)) },
      atMs: index,
    }));
    expect(checkRisk(limitDraft, passed, 59_000, defaultRiskLimits)).toMatchObject({
      rule: 'order-rate',
      text: expect.stringContaining('60'),
    });
    expect(checkRisk(limitDraft, passed, 60_001, defaultRiskLimits)).toBeNull();
  });
});
