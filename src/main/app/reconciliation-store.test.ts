import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../platform/logger';
import type { ReconciliationDocument } from '../../shared/ipc/reconciliation-schemas';
import type { Storage } from '../storage/storage';
import { openStorage, temporaryDirectory } from '../storage/testing/storage-fixture';
import { createReconciliationStore } from './reconciliation-store';

const document: ReconciliationDocument = {
  ledgers: { DU1234567: { checkedMs: 1, positions: [], counted: [] } },
  report: null,
  unseen: false,
};

describe('what reconciliation keeps', () => {
  let storage: Storage;

  beforeEach(async () => {
    ({ storage } = await openStorage(temporaryDirectory()));
  });

  afterEach(() => storage.stop());

  const storeOf = (profile: 'simulator' | 'paper', world: string) =>
    createReconciliationStore({ storage, ready: Promise.resolve(), profile, world, log: silentLogger });

  it('outlives the app, for each profile by itself', async () => {
    await storeOf('paper', 'ib').save(document);
    expect(await storeOf('paper', 'ib').load()).toEqual({ ok: true, value: document });
    expect(await storeOf('simulator', 'ib').load()).toEqual({ ok: true, value: null });
  });

  it('does not outlive a simulated account', async () => {
    await storeOf('simulator', '/run/first').save(document);
    expect(await storeOf('simulator', '/run/second').load()).toEqual({ ok: true, value: null });
  });

  it('is refused when it is not understood, so that nothing is written over it', async () => {
    await storage.putDocument('reconciliation.paper', { world: 'ib', document: { ledgers: 1 } });
    expect(await storeOf('paper', 'ib').load()).toMatchObject({ ok: false });
  });
});
