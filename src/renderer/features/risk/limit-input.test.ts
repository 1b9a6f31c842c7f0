import { describe, expect, it } from 'vitest';
import { parseDecimalInput } from '../../../shared/domain/decimal';
import { riskRules } from '../../../shared/domain/risk';
import { defaultRiskPolicy } from '../../../shared/domain/risk-policy';
import { gateSentence, gateWord } from './gate-words';
import { readLimit, showLimit, unitWord } from './limit-input';

describe('a limit as it is typed', () => {
  it('is taken with grouping commas and blanks', () => {
    expect(readLimit('order-value', true, ' 250,000 ')).toEqual({
      ok: true,
      value: { on: true, limit: '250000' },
    });
  });

  it('stands with grouping commas in its field, and is read back as it was', () => {
    for (const limit of ['1', '250000', '1000000.5', '0.01'].map(parseDecimalInput)) {
      const shown = showLimit(limit);
      expect(parseDecimalInput(shown)).toBe(limit);
    }
    expect(showLimit(parseDecimalInput('1000000.5'))).toBe('1,000,000.5');
    expect(showLimit(null)).toBe('');
  });

  it('is refused when it is no number or out of range, and says the range', () => {
    expect(readLimit('order-value', true, 'much')).toEqual({ ok: false, error: 'Enter a number.' });
    expect(readLimit('order-shares', true, '0')).toMatchObject({
      ok: false,
      error: expect.stringContaining('from 1 to 10,000,000'),
    });
  });

  it('is not asked for by a rule that is on or off', () => {
    expect(readLimit('buying-power', false, '')).toEqual({ ok: true, value: { on: false, limit: null } });
  });

  it('has a default that can be typed, for every rule', () => {
    for (const rule of riskRules) {
      const { limit } = defaultRiskPolicy[rule];
      expect(readLimit(rule, true, limit ?? ''), rule).toMatchObject({ ok: true });
      expect(limit === null, rule).toBe(unitWord(rule) === '');
    }
  });
});

describe('the state of the gate', () => {
  it('says who closed it', () => {
    expect(gateWord({ kind: 'halted', cause: 'kill-switch', sinceMs: 0 })).toBe('HALTED');
    expect(gateSentence({ kind: 'halted', cause: 'kill-switch', sinceMs: 0 })).toContain('kill switch');
    expect(gateSentence({ kind: 'reducing', cause: 'daily-loss', sinceMs: 0 })).toContain('loss of the day');
  });
});
