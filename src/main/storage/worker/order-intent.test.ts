import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { isOrderKey, type OrderKey } from '../../../shared/domain/order';
import { openStorage, temporaryDirectory } from '../testing/storage-fixture';

const key = new Uint8Array(32).fill(1);

function orderKeyOf(text: string): OrderKey {
  if (!isOrderKey(text)) throw new Error(`${text} is no order key`);
  return text;
}
const orderKey = orderKeyOf('0b9f7a52-6f0e-4c59-8f6a-0d6d5c3f1a11');

const intent = (body: number) => ({ atMs: body, kind: 'order-intent', orderKey, body });

describe('the intent of an order', () => {
  it('is appended once for one idempotency key, also across restarts', async () => {
    const directory = temporaryDirectory();
    const secondOrder = orderKeyOf('c0ffee00-6f0e-4c59-8f6a-0d6d5c3f1a11');
    const first = await openStorage(directory);
    await first.storage.useJournalKey(key, 'keychain');
    expect(await first.storage.findIdempotencyClaim('ticket-1')).toBeNull();
    expect(await first.storage.appendOrderIntent('ticket-1', orderKey, [intent(1)])).toMatchObject({
      claimed: true,
      written: [{ seq: 1 }],
    });
    const refused = { claimed: false, orderKey };
    expect(await first.storage.appendOrderIntent('ticket-1', secondOrder, [intent(2)])).toEqual(refused);
    await first.storage.stop();
    const { storage } = await openStorage(directory);
    await storage.useJournalKey(key, 'keychain');
    expect(await storage.findIdempotencyClaim('ticket-1')).toBe(orderKey);
    expect(await storage.appendOrderIntent('ticket-1', secondOrder, [intent(3)])).toEqual(refused);
    expect(await storage.appendOrderIntent('ticket-2', secondOrder, [intent(4), intent(5)])).toMatchObject({
      claimed: true,
      written: [{ seq: 2 }, { seq: 3 }],
    });
    expect((await storage.readJournal({ afterSeq: 0, limit: 10 })).map(({ body }) => body)).toEqual([
      1, 4, 5,
    ]);
    expect(await storage.verifyJournal()).toMatchObject({ ok: true, entries: 3, proven: 3 });
  });

  it('leaves its key free when one of its entries cannot be written', async () => {
    const directory = temporaryDirectory();
    const first = await openStorage(directory);
    await expect(first.storage.appendOrderIntent('ticket-1', orderKey, [intent(1)])).rejects.toMatchObject({
      kind: 'invalid',
    });
    expect(await first.storage.findIdempotencyClaim('ticket-1')).toBeNull();
    await first.storage.stop();

    const database = new Database(path.join(directory, 'journal.db'));
    database.exec(
      `CREATE TRIGGER second_entry_fails BEFORE INSERT ON journal_entries WHEN NEW.seq = 2
       BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    );
    database.close();
    const { storage } = await openStorage(directory);
    await storage.useJournalKey(key, 'keychain');
    await expect(
      storage.appendOrderIntent('ticket-1', orderKey, [intent(1), intent(2)]),
    ).rejects.toMatchObject({ name: 'StorageError' });
    expect(await storage.findIdempotencyClaim('ticket-1')).toBeNull();
    expect(await storage.readJournal({ afterSeq: 0, limit: 10 })).toEqual([]);
    expect(await storage.appendOrderIntent('ticket-1', orderKey, [intent(1)])).toMatchObject({
      claimed: true,
    });
  });
});
