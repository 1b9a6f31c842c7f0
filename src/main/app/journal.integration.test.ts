import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalGroup } from '../../shared/ipc/journal-schemas';
import { marketDraft, restingDraft } from './testing/drafts';
import { accountId, TerminalRig } from './testing/terminal-rig';

let rig: TerminalRig;

beforeEach(async () => {
  rig = await TerminalRig.start();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.errors).toEqual([]);
});

async function entriesOf(group: JournalGroup, search = '') {
  const answer = await rig.request('journal.read', { group, search, beforeSeq: null, limit: 500 });
  if (!answer.ok) throw new Error(answer.error.text);
  return answer.value.entries;
}

async function latencies() {
  const answer = await rig.request('order.latency', {});
  if (!answer.ok) throw new Error(answer.error.text);
  return answer.value;
}

describe('the journal of a session', () => {
  it('shows the life of an order newest first, with the account as it is', async () => {
    const id = await rig.placeOne(marketDraft(rig, '300'));
    await rig.inState(id, 'filled');
    const entries = await entriesOf('orders', id);
    const kinds = entries.map(({ kind }) => kind);
    expect(kinds.at(-1)).toBe('order-intent');
    expect(kinds).toContain('order-sent');
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq).toSorted((a, b) => b - a));
    expect(entries.at(-1)?.body).toContain(accountId);
    expect((await entriesOf('fills')).length).toBeGreaterThan(0);
    expect(await rig.request('journal.verify', {})).toMatchObject({
      ok: true,
      value: { verdict: 'proven', firstBad: null },
    });
  });

  it('has the latency of an order once, when it ended, with every span that it had', async () => {
    const id = await rig.placeOne(marketDraft(rig, '100'));
    await rig.inState(id, 'filled');
    const { orders, summary } = await latencies();
    expect(orders).toHaveLength(1);
    const [order] = orders;
    expect(order?.orderId).toBe(id);
    for (const span of [
      'receivedToJudged',
      'judgedToJournaled',
      'journaledToWritten',
      'writtenToAcknowledged',
      'writtenToFirstFill',
      'writtenToLastFill',
      'total',
    ] as const)
      expect(order?.[span], span).toBeGreaterThanOrEqual(0);
    expect(order?.pressedToReceived).toBeNull();
    expect(summary.find(({ span }) => span === 'total')).toMatchObject({ count: 1, p50: order?.total });
    expect((await entriesOf('orders', id)).filter(({ kind }) => kind === 'order-latency')).toHaveLength(1);
  });

  it('has the latency of an order that still rests when the app is quit', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'working');
    expect((await entriesOf('orders', id)).some(({ kind }) => kind === 'order-latency')).toBe(false);
    await rig.stopApp();
    await rig.startApp();
    await rig.ready();
    expect((await entriesOf('orders', id)).filter(({ kind }) => kind === 'order-latency')).toHaveLength(1);
  });
});
