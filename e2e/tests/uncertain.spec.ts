import type { FaultScript, FaultStep } from '../../src/simulator/faults';
import { ApiClient } from '../gateway/api-client';
import { BottomPanel, statusOf } from '../window/bottom-panel';
import { expectReady } from '../window/connection';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

/** The comparison after the connect is the first question for open orders; the one about the order comes late. */
const lateAnswer: FaultStep = {
  when: { on: 'message', direction: 'in', message: 'reqAllOpenOrders', nth: 2 },
  fault: { kind: 'delay' },
  forMs: 4_000,
};
const neverArrives: FaultScript = {
  steps: [{ when: { on: 'order', stage: 'before-accept' }, fault: { kind: 'swallow' } }, lateAnswer],
};
const arrivesWithoutAWord: FaultScript = {
  steps: [
    { when: { on: 'order', stage: 'after-accept' }, fault: { kind: 'mute-order' }, forMs: 60_000 },
    lateAnswer,
  ],
};

for (const { what, faults, becomes, atGateway } of [
  { what: 'never arrived is told so', faults: neverArrives, becomes: 'refused, not sent', atGateway: 0 },
  {
    what: 'arrived without a word is working',
    faults: arrivesWithoutAWord,
    becomes: 'working',
    atGateway: 1,
  },
] as const) {
  test(`an order without an answer is shown as not confirmed; one that ${what}`, async ({
    launch,
    startGateway,
  }) => {
    const gateway = await startGateway({ faults });
    const { window } = await launch({
      options: ['--profile', 'paper', '--gateway', `127.0.0.1:${gateway.port}`, '--client-id', '1'],
    });
    await expectReady(window);
    await new Watchlist(window).select('AAPL');
    const ticket = new Ticket(window);
    const panel = new BottomPanel(window);
    await panel.list('All');
    await ticket.fill({
      side: 'Buy',
      type: 'LMT',
      quantity: '10',
      limitPrice: ((await ticket.bid()) - 2).toFixed(2),
    });
    await ticket.placeButton.click();

    const row = panel.order('AAPL');
    await expect(row).toContainText(/not confirmed by IB, checking/i);
    await expect(statusOf(row)).toHaveText(becomes, { timeout: 15_000 });
    const other = await ApiClient.connect(gateway.port, 77);
    expect(await other.openOrders()).toHaveLength(atGateway);
    other.disconnect();
    await expect(panel.orders).toHaveCount(1);
  });
}
