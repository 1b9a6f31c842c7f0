import { describe, expect, it } from 'vitest';
import { accountIdProblem, isPaperAccountId } from './account-id';
import { workerDataSchema } from './worker-messages';

describe('account ids', () => {
  it('may look like paper or live ones', () => {
    for (const id of ['DU1234567', 'DF123456', 'U1234567', 'U12345678'])
      expect(accountIdProblem(id)).toBeNull();
    for (const id of ['', 'U12', 'X1234567', 'DU12345678901', 'du1234567', ' U1234567']) {
      expect(accountIdProblem(id)).toContain('six to eight digits');
    }
  });

  it('tell paper from live', () => {
    expect(isPaperAccountId('DU1234567')).toBe(true);
    expect(isPaperAccountId('U1234567')).toBe(false);
  });

  it('never look live in the simulator inside the app', () => {
    const data = { path: '/tmp/x', seed: 1, speed: 1, tickRate: 20, cash: 1000 };
    expect(workerDataSchema.safeParse({ ...data, accountId: 'DU1234567' }).success).toBe(true);
    expect(workerDataSchema.safeParse({ ...data, accountId: 'U1234567' }).success).toBe(false);
  });
});
