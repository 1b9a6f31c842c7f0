import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../../shared/domain/instrument-fixtures';
import { err, ok } from '../../../shared/domain/result';
import { createGateScene, hasPassed, marginOf, passage } from '../testing/gate-scene';
import { limitDraft } from '../testing/trading-scene';
import { defaultRiskPolicy } from '../../../shared/domain/risk-policy';
import { freshDocument } from './risk-document';

const HOUR = 3_600_000;
const lost = { baseCurrency: 'USD', netLiquidation: decimalOf('940000'), dailyPnl: decimalOf('-60000') };
/** The default rules, all of which a quiet market keeps, market hours apart. */
const asking = { ...defaultRiskPolicy, 'market-order-hours': { on: false, limit: null } };

describe('the settings of the gate', () => {
  it('are read before the first order is judged', async () => {
    const scene = createGateScene();
    const inquiry = { quote: { ...(await quoteOf(scene)) }, margin: null, tick: 0 };
    expect(scene.gate.judge(limitDraft, scene.known.instrument, inquiry)).toMatchObject({
      rule: 'state',
      value: 'not ready',
    });
    const strict = { ...freshDocument.policy, 'order-shares': { on: true, limit: decimalOf('50') } };
    scene.store.document = { ...freshDocument, policy: strict };
    expect(await scene.ask()).toBe('order-shares');
    expect(hasPassed(await scene.ask({ quantity: decimalOf('50') }))).toBe(true);
  });

  it.each([
    ['cannot be read', err('The disk is full.')],
    [
      'hold what the app never writes',
      ok({
        ...freshDocument,
        policy: { ...freshDocument.policy, 'order-value': { on: true, limit: null } },
      }),
    ],
  ])('halt the gate when they %s, and what was kept is not written over', async (_what, answer) => {
    const scene = createGateScene();
    const kept = scene.store.document;
    scene.store.load = () => Promise.resolve(answer);
    await scene.gate.start();
    expect(scene.gate.state()).toMatchObject({ kind: 'halted', cause: 'unreadable' });
    expect(scene.gate.policy()).toEqual(defaultRiskPolicy);
    expect(await scene.ask()).toBe('state');
    expect(scene.notices.join()).toContain('could not be read');
    expect(scene.store.document).toBe(kept);
    await scene.gate.setState('active');
    expect(scene.store.document).toMatchObject({ state: { kind: 'active' }, policy: defaultRiskPolicy });
  });

  it('are journaled when they change, with before, after and whether more passes', async () => {
    const { gate, journal, store } = createGateScene();
    const before = { on: true, limit: decimalOf('10000') };
    const after = { on: true, limit: decimalOf('20000') };
    expect(await gate.change('order-shares', after)).toEqual(ok(null));
    expect(journal).toEqual([
      {
        kind: 'risk-limit-changed',
        orderKey: null,
        body: { rule: 'order-shares', before, after, looser: true, fromDay: null },
      },
    ]);
    expect(store.document?.policy['order-shares']).toEqual(after);
    await gate.change('order-shares', { ...after, on: false });
    await gate.change('order-shares', before);
    expect(journal.map(({ body }) => body['looser'])).toEqual([true, true, false]);
  });

  it('hold although they could not be kept, and that is told', async () => {
    const { gate, store, notices, known, ask } = createGateScene();
    store.save = () => Promise.resolve(err('The disk is full.'));
    const answer = await gate.change('order-shares', { on: true, limit: decimalOf('99') });
    expect(answer).toEqual(err('The disk is full.'));
    expect(notices.join()).toContain('could not be kept for the next start. The disk is full.');
    expect(await ask()).toBe('order-shares');
    expect(known.whatIfs).toEqual([]);
  });

  it('keep what was kept when the kill switch is pressed before they were read', async () => {
    const { gate, store } = createGateScene();
    const strict = { ...freshDocument.policy, 'order-shares': { on: true, limit: decimalOf('50') } };
    store.document = { ...freshDocument, policy: strict };
    await gate.kill();
    expect(store.document).toMatchObject({ policy: strict, state: { kind: 'halted' }, cancelOwed: true });
  });
});

describe('the cancel of the kill switch', () => {
  it('is owed over a restart, and no more once the trader opens the gate', async () => {
    const { gate, store, notices } = createGateScene();
    await gate.kill();
    expect(store.document?.cancelOwed).toBe(true);
    await gate.setState('active');
    expect(store.document).toMatchObject({ state: { kind: 'active' }, cancelOwed: false });
    expect(notices.join()).toContain('look at the orders');
  });

  it('is owed no more once it has done its work', async () => {
    const { gate, store, notices } = createGateScene();
    await gate.kill();
    await gate.cancelDone();
    await gate.setState('active');
    expect(store.document?.cancelOwed).toBe(false);
    expect(notices).toEqual([]);
  });
});

describe('the loss of the day', () => {
  it('closes the gate once a day, and the next day opens it', async () => {
    const { gate, journal, notices, known, ask, clock } = createGateScene();
    await gate.start();
    known.account = lost;
    gate.observe();
    gate.observe();
    expect(gate.state()).toMatchObject({ kind: 'reducing', cause: 'daily-loss' });
    expect(journal).toHaveLength(1);
    expect(journal[0]?.body).toMatchObject({ to: 'reducing', cause: 'daily-loss', lossPercent: '6.0000' });
    expect(notices).toHaveLength(1);
    expect(await ask()).toBe('state');
    expect(await gate.setState('active')).toMatchObject({ ok: false });
    known.account = { ...lost, dailyPnl: decimalOf('0') };
    clock.advance(24 * HOUR);
    expect(gate.state()).toEqual({ kind: 'active' });
    expect(hasPassed(await ask())).toBe(true);
    expect(journal.at(-1)?.kind).toBe('risk-day-began');
  });

  it('keeps a looser limit waiting for the next day', async () => {
    const { gate, journal, known, clock } = createGateScene();
    await gate.start();
    known.account = lost;
    gate.observe();
    const off = { on: false, limit: decimalOf('5') };
    expect(await gate.change('daily-loss', off)).toEqual(ok('2026-10-06'));
    expect(gate.pending()).toEqual([{ rule: 'daily-loss', setting: off, fromDay: '2026-10-06' }]);
    expect(gate.policy()['daily-loss'].on).toBe(true);
    expect(journal.at(-1)?.body).toMatchObject({ looser: true, fromDay: '2026-10-06' });
    clock.advance(24 * HOUR);
    expect(gate.policy()['daily-loss'].on).toBe(false);
  });

  it('is not over because this machine is in another day than the gateway', async () => {
    const { gate, known, clock, store } = createGateScene();
    await gate.start();
    known.account = lost;
    gate.observe();
    await gate.change('daily-loss', { on: false, limit: decimalOf('5') });
    known.clockKnown = false;
    clock.advance(72 * HOUR);
    expect(gate.state().kind).toBe('reducing');
    expect(gate.policy()['daily-loss'].on).toBe(true);
    expect(await gate.setState('active')).toMatchObject({ ok: false });
    expect(await gate.change('order-shares', { on: false, limit: decimalOf('1') })).toEqual(ok('2026-10-06'));
    expect(store.document?.lossDay).toBe('2026-10-05');
  });

  it('refuses what grows while the profit and loss is not known', async () => {
    const { known, ask } = createGateScene();
    known.account = { ...known.account, dailyPnl: null };
    expect(await ask()).toBe('daily-loss');
  });
});

describe('the buying power', () => {
  it('is asked for once, and the answer that the ticket got a moment ago is used', async () => {
    const { gate, known, ask, clock } = createGateScene(asking);
    expect(hasPassed(await ask())).toBe(true);
    expect(known.whatIfs).toHaveLength(1);
    const other = { quantity: decimalOf('10') };
    gate.noteMargin({ ...limitDraft, ...other }, marginOf('500'), gate.marginTick);
    expect(hasPassed(await ask(other))).toBe(true);
    expect(known.whatIfs).toHaveLength(1);
    gate.noteMargin({ ...limitDraft, quantity: decimalOf('11') }, marginOf('500'), gate.marginTick);
    clock.advance(3_001);
    await ask({ quantity: decimalOf('11') });
    expect(known.whatIfs).toHaveLength(2);
  });

  it('refuses when it does not suffice, is refused, or does not answer in full', async () => {
    const { known, ask } = createGateScene(asking);
    known.whatIf = () => Promise.resolve(ok(marginOf('-0.01')));
    expect(await ask()).toBe('buying-power');
    known.whatIf = () => Promise.resolve(err({ text: 'No answer came.' }));
    expect(await ask({ quantity: decimalOf('2') })).toBe('buying-power');
    known.whatIf = () => Promise.resolve(ok({ ...marginOf('500'), equityWithLoanAfter: null }));
    expect(await ask({ quantity: decimalOf('3') })).toBe('buying-power');
  });

  it('is not asked for by an order that reduces a position, nor by one that is refused anyway', async () => {
    const { known, ask } = createGateScene(asking);
    known.position = decimalOf('100');
    expect(hasPassed(await ask({ side: 'SELL' }))).toBe(true);
    expect(await ask({ quantity: decimalOf('99999') })).toBe('order-shares');
    expect(known.whatIfs).toEqual([]);
  });

  it('counts what orders need that IB did not know of when it answered', async () => {
    const { gate, known, ask } = createGateScene(asking);
    known.whatIf = () => Promise.resolve(ok(marginOf('50', '60')));
    const [first, second] = await Promise.all([ask(), ask({ quantity: decimalOf('101') })]);
    expect(hasPassed(first)).toBe(true);
    expect(second).toBe('buying-power');
    // It waits for the disk: IB has not seen it.
    expect(await ask({ quantity: decimalOf('102') })).toBe('buying-power');
    gate.arrived(passage(first));
    expect(hasPassed(await ask({ quantity: decimalOf('103') }))).toBe(true);
  });

  it('is not taken from before another order went out', async () => {
    const { gate, known, ask } = createGateScene(asking);
    const draft = { ...limitDraft, quantity: decimalOf('10') };
    gate.noteMargin(draft, marginOf('500'), gate.marginTick);
    gate.arrived(passage(await ask()));
    known.whatIf = () => Promise.resolve(ok(marginOf('-1')));
    expect(await ask({ quantity: decimalOf('10') })).toBe('buying-power');
  });
});

async function quoteOf(scene: ReturnType<typeof createGateScene>) {
  const other = createGateScene();
  const inquiry = await other.gate.inquire(limitDraft, scene.known.instrument);
  if (!inquiry.ok) throw new Error(inquiry.error.text);
  return inquiry.value.quote;
}
