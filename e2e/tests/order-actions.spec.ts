import { defaultRiskPolicy } from '../../src/shared/domain/risk-policy';
import { BottomPanel, cell, messageOf, statusOf } from '../window/bottom-panel';
import { expectReady } from '../window/connection';
import { allowLargeOrders } from '../window/limits';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

test.beforeEach(async ({ paperApp }) => {
  await expectReady(paperApp.window);
  await new Watchlist(paperApp.window).select('AAPL');
});

test('a rejection has its plain cause, and is fixed and resubmitted with its values kept', async ({
  paperApp,
}) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  await allowLargeOrders(window);
  const { limit } = defaultRiskPolicy['buying-power'];
  await window.evaluate(
    `window.tradewind.request('risk.change', ${JSON.stringify({ rule: 'buying-power', setting: { on: false, limit } })})`,
  );
  const limitPrice = ((await ticket.bid()) - 2).toFixed(2);
  await ticket.fill({ side: 'Buy', type: 'LMT', quantity: '100000', limitPrice });
  await ticket.placeButton.click();
  await panel.list('All');
  const rejected = panel.orders.filter({ hasText: 'rejected' });
  await expect(rejected).toHaveCount(1);
  await expect(cell(rejected, 'status')).toContainText('The account has not enough money for this order.');
  await expect(messageOf(rejected)).toContainText('rejected');

  // Something else is typed in between.
  await ticket.fill({ side: 'Sell', type: 'MKT', quantity: '3' });
  await rejected.getByRole('button', { name: /^Fix and resubmit/ }).click();
  await expect(ticket.quantity).toHaveValue('100000');
  await expect(ticket.quantity).toBeFocused();
  await expect(ticket.limitPrice).toHaveValue(limitPrice);
  await ticket.place({ quantity: '10' });
  await expect(panel.orders.filter({ hasText: 'working' })).toHaveCount(1);
  await expect(rejected).toHaveCount(1);
});

test('an order whose type should change is replaced: cancelled, confirmed, then new', async ({
  paperApp,
}) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const bid = await ticket.bid();
  await ticket.place({ side: 'Buy', type: 'LMT', quantity: '20', limitPrice: (bid - 5).toFixed(2) });
  await panel.list('All');
  await expect(statusOf(panel.order('LMT'))).toHaveText('working');
  await panel
    .order('LMT')
    .getByRole('button', { name: /^Modify/ })
    .click();
  await window.getByRole('button', { name: 'Replace it instead…' }).click();
  const replacer = window.getByTestId('order-replacer');
  await expect(replacer.getByRole('button', { name: 'Cancel and replace' })).toBeDisabled();
  await replacer.getByRole('button', { name: 'STP', exact: true }).click();
  await replacer.getByLabel('Stop price', { exact: true }).fill((bid + 10).toFixed(2));
  await replacer.getByRole('button', { name: 'Cancel and replace' }).click();
  await expect(replacer).toBeHidden();
  await expect(panel.orders).toHaveCount(2);
  await expect(statusOf(panel.orders.filter({ hasText: 'LMT' }))).toHaveText('cancelled');
  await expect(statusOf(panel.orders.filter({ hasText: 'STP' }))).toHaveText(/working|waits for its trigger/);
});

test('a position whose stop is gone is flagged, and one key places it anew', async ({ paperApp }) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const stopLoss = ((await ticket.bid()) - 20).toFixed(2);
  await ticket.place({ side: 'Buy', type: 'MKT', quantity: '30', stopLoss });
  await panel.show('Positions');
  const position = panel.positions.filter({ hasText: 'AAPL' });
  await expect(cell(position, 'quantity')).toHaveText('30');
  await expect(cell(position, 'protection')).toHaveText('');

  await panel.list('Working');
  await panel
    .order('STP')
    .getByRole('button', { name: /^Cancel/ })
    .click();
  await expect(panel.order('STP')).toHaveCount(0);
  await panel.show('Positions');
  await expect(cell(position, 'protection')).toContainText('Unprotected: 30');
  await expect(position.getByRole('button', { name: /^Protect/ })).toBeVisible();

  await window.keyboard.press('Alt+P');
  await expect(cell(position, 'protection')).toHaveText('');
  await panel.list('Working');
  await expect(panel.order('STP')).toHaveCount(1);
  await expect(cell(panel.order('STP'), 'stop')).toHaveText(stopLoss);
  await expect(cell(panel.order('STP'), 'quantity')).toHaveText('30');
});
