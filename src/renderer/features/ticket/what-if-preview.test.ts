import { describe, expect, it } from 'vitest';
import type { OrderDraft } from '../../../shared/domain/order';
import { conIdOf, dec } from './instrument.fixture';
import { createWhatIfPreview, type PreviewPorts, type PreviewState } from './what-if-preview';

type Answer = Awaited<ReturnType<PreviewPorts['ask']>>;

function draft(quantity: string): OrderDraft {
  return {
    conId: conIdOf(1),
    side: 'BUY',
    quantity: dec(quantity),
    pricing: { orderType: 'MKT' },
    tif: 'DAY',
    outsideRth: false,
    bracket: null,
  };
}

function known(commission: string): Answer {
  return {
    ok: true,
    value: {
      initMarginChange: null,
      maintMarginChange: null,
      initMarginAfter: null,
      equityWithLoanAfter: null,
      commission: dec(commission),
      commissionCurrency: 'USD',
      warningText: '',
    },
  };
}

function setUp() {
  const states: PreviewState[] = [];
  const asked: { draft: OrderDraft; reply: (answer: Answer) => Promise<void> }[] = [];
  const timers = new Set<() => void>();
  const preview = createWhatIfPreview(
    {
      ask: (one) =>
        new Promise((resolve) =>
          asked.push({
            draft: one,
            reply: async (answer) => {
              resolve(answer);
              await Promise.resolve();
              await Promise.resolve();
            },
          }),
        ),
      later: (run) => {
        timers.add(run);
        return () => timers.delete(run);
      },
    },
    (state) => states.push(state),
  );
  const elapse = () => {
    const due = Array.from(timers);
    timers.clear();
    for (const run of due) run();
  };
  return { preview, states, asked, elapse };
}

describe('the margin preview', () => {
  it('asks once the draft has settled', async () => {
    const { preview, asked, elapse, states } = setUp();
    preview.show(draft('1'));
    preview.show(draft('10'));
    preview.show(draft('100'));
    elapse();
    expect(asked.map((one) => one.draft.quantity)).toEqual(['100']);
    await asked[0]?.reply(known('1.05'));
    expect(states.at(-1)).toMatchObject({ kind: 'known', whatIf: { commission: '1.05' } });
  });

  it('shows the answer to the latest draft only', async () => {
    const { preview, asked, elapse, states } = setUp();
    preview.show(draft('1'));
    elapse();
    preview.show(draft('2'));
    elapse();
    await asked[1]?.reply(known('2'));
    await asked[0]?.reply(known('1'));
    expect(states.at(-1)).toMatchObject({ whatIf: { commission: '2' } });
  });

  it('does not ask again about the same draft', () => {
    const { preview, asked, elapse } = setUp();
    preview.show(draft('1'));
    elapse();
    preview.show(draft('1'));
    elapse();
    expect(asked).toHaveLength(1);
  });

  it('forgets the question when the ticket holds no order', () => {
    const { preview, asked, elapse, states } = setUp();
    preview.show(draft('1'));
    preview.show(null);
    elapse();
    expect(asked).toHaveLength(0);
    expect(states.at(-1)).toEqual({ kind: 'none' });
  });

  it('says why nothing is known', async () => {
    const { preview, asked, elapse, states } = setUp();
    preview.show(draft('1'));
    elapse();
    await asked[0]?.reply({ ok: false, error: { code: 'timeout', text: 'No answer.' } });
    expect(states.at(-1)).toEqual({ kind: 'unknown', reason: 'No answer.' });
  });
});
