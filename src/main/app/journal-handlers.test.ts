import { describe, expect, it } from 'vitest';
import { err, ok } from '../../shared/domain/result';
import { requests } from '../../shared/ipc/requests';
import { shownBodyLength } from '../../shared/ipc/journal-schemas';
import { silentLogger } from '../platform/logger';
import { keychainKey } from '../storage/testing/journal-fixture';
import { openStorage, temporaryDirectory } from '../storage/testing/storage-fixture';
import { createJournalHandlers, type JournalHandlerDeps } from './journal-handlers';

const newest = { group: 'all', search: '', beforeSeq: null, limit: 10 } as const;
const refusal = { code: 'storage', text: 'The keychain is locked.' } as const;

async function scene(changes: Partial<JournalHandlerDeps> = {}) {
  const { storage } = await openStorage(temporaryDirectory());
  await storage.useJournalKey(keychainKey, 'keychain');
  const handlers = createJournalHandlers({
    storage,
    attempt: async (work) => ok(await work()),
    keeper: {
      status: () => ({ state: 'keychain', fingerprint: '0123456789abcdef', text: 'kept' }),
      retry: () => Promise.resolve(err(refusal)),
      startNewKey: () => Promise.resolve(err(refusal)),
    },
    export: {
      chooseFile: () => Promise.resolve(null),
      openFile: () => Promise.reject(new Error('nothing is exported')),
      nowMs: () => 0,
      log: silentLogger,
    },
    ...changes,
  });
  return { storage, handlers };
}

describe('the requests about the journal', () => {
  it('show a long entry cut, and say so, whatever is in it', async () => {
    const { storage, handlers } = await scene();
    const text = `\u0000 \u2028 ${'x'.repeat(shownBodyLength)}`;
    await storage.appendJournal([{ atMs: 1, kind: 'fill', orderKey: null, body: { text } }]);
    const answer = await handlers['journal.read'](newest);
    expect(answer).toMatchObject({ ok: true, value: { entries: [{ isCut: true }] } });
    if (answer.ok) expect(() => requests['journal.read'].output.parse(answer.value)).not.toThrow();
  });

  it('answer with what the keychain refused, and with what storage did', async () => {
    const { handlers } = await scene();
    expect(await handlers['journal.retryKey']({})).toEqual(err(refusal));
    expect(await handlers['journal.startNewKey']({ confirmation: 'NEW KEY' })).toEqual(err(refusal));
    const broken = await scene({ attempt: () => Promise.resolve(err(refusal)) });
    expect(await broken.handlers['journal.export']({ format: 'csv' })).toEqual(err(refusal));
    expect(await broken.handlers['journal.verify']({})).toEqual(err(refusal));
  });

  it('begin a new key only with the words typed out', () => {
    const { input } = requests['journal.startNewKey'];
    expect(input.safeParse({ confirmation: 'new key' }).success).toBe(false);
    expect(input.safeParse({}).success).toBe(false);
    expect(input.safeParse({ confirmation: 'NEW KEY' }).success).toBe(true);
  });
});
