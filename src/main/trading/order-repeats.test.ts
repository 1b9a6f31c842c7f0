import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { err, ok } from '../../shared/domain/result';
import type { TradingPermission } from '../../shared/ipc/streams';
import { createTradingScene, key, limitDraft, openOrderOf, sceneWithOrder } from './testing/trading-scene';

const input = { idempotencyKey: key(1), epoch: 1, draft: limitDraft };
const locked: TradingPermission = { allowed: false, reason: 'Orders are locked.', needsLiveUnlock: false };
const askedBefore = { ok: false, error: { code: 'rule', text: expect.stringContaining('asked for before') } };

describe('an order that was refused before its key was claimed', () => {
  it('leaves the key free: the next press with it is judged anew', async () => {
    const scene = createTradingScene();
    scene.answers.permission = () => locked;
    expect(await scene.trading.place(input)).toMatchObject({
      ok: false,
      error: { text: 'The order was not sent. Orders are locked.' },
    });
    expect(scene.claims.size).toBe(0);
    scene.answers.permission = () => ({ allowed: true });
    expect(await scene.trading.place(input)).toMatchObject({ ok: true });
    expect(await scene.trading.place(input)).toMatchObject({ ok: true });
    expect(scene.placed).toHaveLength(1);
  });

  it('gives a double press one answer', async () => {
    const scene = createTradingScene();
    let judged = 0;
    scene.answers.permission = () => {
      judged += 1;
      return judged === 1 ? locked : { allowed: true };
    };
    const [first, second] = await Promise.all([scene.trading.place(input), scene.trading.place(input)]);
    expect(first).toMatchObject({ ok: false, error: { code: 'rule' } });
    expect(second).toEqual(first);
    expect(judged).toBe(1);
    expect(scene.placed).toEqual([]);
  });

  it('is asked anew when the journal could not be written, and is not taken for a slip then', async () => {
    const scene = createTradingScene();
    scene.answers.appendJournal = () => Promise.resolve(err('The disk is full.'));
    expect(await scene.trading.place(input)).toMatchObject({ ok: false, error: { code: 'storage' } });
    expect(scene.journal).toEqual([]);
    scene.answers.appendJournal = () => Promise.resolve(ok(undefined));
    expect(await scene.trading.place(input)).toMatchObject({ ok: true });
    expect(scene.placed).toHaveLength(1);
  });

  it('stays unsent when the intent was written after all, before the disk gave way', async () => {
    const scene = createTradingScene();
    scene.answers.appended = () => Promise.resolve(err('The thread of the journal ended.'));
    const first = await scene.trading.place(input);
    expect(first).toMatchObject({ ok: false, error: { text: expect.stringContaining('was not sent') } });
    scene.answers.appended = () => Promise.resolve(ok(undefined));
    expect(await scene.trading.place(input)).toEqual(first);
    expect(scene.placed).toEqual([]);
  });

  it('keeps its key when it was refused after the claim', async () => {
    const scene = createTradingScene();
    scene.answers.appendJournal = () => {
      scene.answers.permission = () => locked;
      return Promise.resolve(ok(undefined));
    };
    const first = await scene.trading.place(input);
    expect(first).toMatchObject({ ok: false, error: { code: 'rule' } });
    scene.answers.permission = () => ({ allowed: true });
    expect(await scene.trading.place(input)).toEqual(first);
    expect(scene.placed).toEqual([]);
  });
});

describe('two identical orders at once', () => {
  it('are a slip although the first still waits for the disk', async () => {
    const scene = createTradingScene();
    const [first, second] = await Promise.all([
      scene.trading.place(input),
      scene.trading.place({ ...input, idempotencyKey: key(2) }),
    ]);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ ok: false, error: { text: expect.stringContaining('slip') } });
    expect(scene.placed).toHaveLength(1);
    expect([...scene.claims.keys()]).toEqual([key(1)]);
  });
});

describe('a key that was claimed before a restart', () => {
  it('never sends again, and writes and counts nothing', async () => {
    const { claims } = await sceneWithOrder();
    const scene = createTradingScene({ claims });
    expect(await scene.trading.place(input)).toMatchObject(askedBefore);
    expect(scene.placed).toEqual([]);
    expect(scene.journal).toEqual([]);
    // The repeat was no order: one like it is no slip.
    expect(await scene.trading.place({ ...input, idempotencyKey: key(2) })).toMatchObject({ ok: true });
  });

  it.each([
    ['orders are locked', input, locked],
    ['the connection is another one', { ...input, epoch: 0 }, { allowed: true } as const],
    [
      'its fields do not fit any more',
      { ...input, draft: { ...limitDraft, quantity: decimalOf('0') } },
      { allowed: true } as const,
    ],
  ])('is not said to be unsent while %s', async (_, repeat, permission) => {
    const { claims } = await sceneWithOrder();
    const scene = createTradingScene({ claims });
    scene.answers.permission = () => permission;
    expect(await scene.trading.place(repeat)).toMatchObject(askedBefore);
    expect(scene.placed).toEqual([]);
  });

  it('is not said to be unsent either when nothing can be written', async () => {
    const { claims } = await sceneWithOrder();
    const scene = createTradingScene({ claims });
    scene.answers.appendJournal = () => Promise.resolve(err('The disk is full.'));
    expect(await scene.trading.place(input)).toMatchObject(askedBefore);
    expect(scene.placed).toEqual([]);
  });

  it('is not said to be unsent either when the disk cannot tell', async () => {
    const scene = createTradingScene();
    scene.answers.permission = () => locked;
    scene.answers.findClaim = () => Promise.resolve(err('The data files are closed.'));
    const answer = await scene.trading.place(input);
    expect(answer).toMatchObject({ ok: false, error: { code: 'storage' } });
    expect(answer.ok ? '' : answer.error.text).not.toContain('The order was not sent');
  });
});

describe('a change of an order', () => {
  const change = { limitPrice: decimalOf('187') };

  async function sceneWithWorkingOrder() {
    const scene = await sceneWithOrder();
    scene.emit.next({ kind: 'open-order', order: openOrderOf(scene.sent) });
    const modify = () => scene.trading.modify(scene.order().id, key(2), change);
    return { ...scene, modify };
  }

  it('that was refused leaves its key free', async () => {
    const { answers, claims, placed, modify } = await sceneWithWorkingOrder();
    answers.permission = () => locked;
    expect(await modify()).toMatchObject({ ok: false, error: { code: 'rule' } });
    expect(claims.has(key(2))).toBe(false);
    answers.permission = () => ({ allowed: true });
    expect(await modify()).toEqual({ ok: true, value: {} });
    expect(placed).toHaveLength(2);
  });

  it('that went out is answered as before when it is repeated while orders are locked', async () => {
    const { answers, placed, journal, modify } = await sceneWithWorkingOrder();
    expect(await modify()).toEqual({ ok: true, value: {} });
    answers.permission = () => locked;
    expect(await modify()).toEqual({ ok: true, value: {} });
    expect(placed).toHaveLength(2);
    expect(journal.filter((record) => record.kind === 'modify-intent')).toHaveLength(1);
  });

  it('does not go out when the journal cannot be written, and may then be asked for anew', async () => {
    const { answers, placed, modify } = await sceneWithWorkingOrder();
    answers.appendJournal = () => Promise.resolve(err('The disk is full.'));
    expect(await modify()).toMatchObject({ ok: false, error: { code: 'storage' } });
    answers.appendJournal = () => Promise.resolve(ok(undefined));
    expect(await modify()).toEqual({ ok: true, value: {} });
    expect(placed).toHaveLength(2);
  });
});
