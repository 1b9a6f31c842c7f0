import { once } from 'node:events';
import type { FaultScript } from '../../src/simulator/faults';
import { ApiClient } from '../gateway/api-client';
import { BottomPanel, statusOf } from '../window/bottom-panel';
import { expectReady } from '../window/connection';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

/** The order arrives, and no word of it comes back by itself. */
const noAcknowledgement: FaultScript = {
  steps: [{ when: { on: 'order', stage: 'after-accept' }, fault: { kind: 'mute-order' } }],
};
/** The order never arrives. */
const lostOnTheWay: FaultScript = {
  steps: [{ when: { on: 'order', stage: 'before-accept' }, fault: { kind: 'swallow' } }],
};

for (const { what, faults, atGateway, becomes } of [
  { what: 'IB has it', faults: noAcknowledgement, atGateway: 1, becomes: 'working' },
  { what: 'it never arrived', faults: lostOnTheWay, atGateway: 0, becomes: 'refused, not sent' },
] as const) {
  test(`the app is killed between click and acknowledgement and started again: ${what}`, async ({
    launch,
    startGateway,
  }) => {
    const gateway = await startGateway({ faults });
    const options = ['--profile', 'paper', '--gateway', `127.0.0.1:${gateway.port}`, '--client-id', '1'];
    const first = await launch({ options });
    await expectReady(first.window);
    await new Watchlist(first.window).select('AAPL');
    const ticket = new Ticket(first.window);
    await ticket.fill({
      side: 'Buy',
      type: 'LMT',
      quantity: '10',
      limitPrice: ((await ticket.bid()) - 2).toFixed(2),
    });
    await ticket.placeButton.click();
    await expect(statusOf(new BottomPanel(first.window).order('AAPL'))).toHaveText('sending');
    const crashed = first.electron.process();
    const ended = once(crashed, 'exit');
    crashed.kill('SIGKILL');
    await ended;

    const { window } = await launch({ options });
    await expectReady(window);
    const panel = new BottomPanel(window);
    await panel.list('All');
    await expect(panel.orders).toHaveCount(1);
    await expect(statusOf(panel.order('AAPL'))).toHaveText(becomes);
    const other = await ApiClient.connect(gateway.port, 77);
    expect(await other.openOrders()).toHaveLength(atGateway);
    other.disconnect();
  });
}
