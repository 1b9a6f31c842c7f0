import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { err, ok } from '../../shared/domain/result';
import { silentLogger } from '../platform/logger';
import { afterLoss, freshDocument, killed, type RiskDocument } from '../trading/risk/risk-document';
import { createRiskStore } from './risk-store';
import { memoryDocuments } from './testing/memory-documents';

const storeOf = (storage = memoryDocuments(), profile: 'paper' | 'simulator' = 'paper') =>
  createRiskStore({ storage, ready: Promise.resolve(), profile, log: silentLogger });

describe('the limits between two runs', () => {
  it('are what was kept, one set for each profile', async () => {
    const storage = memoryDocuments();
    const document = killed(afterLoss(freshDocument, '2026-10-05', 1), 2);
    expect(await storeOf(storage).load()).toEqual(ok(null));
    await storeOf(storage).save(document);
    expect(await storeOf(storage).load()).toEqual(ok(document));
    expect(await storeOf(storage, 'simulator').load()).toEqual(ok(null));
  });

  it('are refused when another version wrote them', async () => {
    const { 'order-value': _gone, ...policy } = freshDocument.policy;
    const storage = memoryDocuments({ 'risk.paper': { ...freshDocument, policy } });
    expect(await storeOf(storage).load()).toEqual(err('They were written by another version.'));
  });

  it('say that they could not be kept or read', async () => {
    const storage = memoryDocuments();
    storage.getDocument = () => Promise.reject(new Error('gone'));
    storage.putDocument = () => Promise.reject(new Error('gone'));
    expect(await storeOf(storage).load()).toMatchObject({ ok: false });
    expect(await storeOf(storage).save(freshDocument)).toMatchObject({ ok: false });
  });

  it('of the Simulator forget the loss of an account that begins anew', async () => {
    const setting = { on: false, limit: decimalOf('5') };
    const lost: RiskDocument = {
      ...afterLoss(freshDocument, '2026-10-05', 1),
      pending: [{ rule: 'daily-loss', setting, fromDay: '2026-10-06' }],
    };
    const storage = memoryDocuments();
    await storeOf(storage, 'simulator').save(lost);
    expect(await storeOf(storage, 'simulator').load()).toEqual(
      ok({ ...freshDocument, policy: { ...freshDocument.policy, 'daily-loss': setting } }),
    );
  });
});
