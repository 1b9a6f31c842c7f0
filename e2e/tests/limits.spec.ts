import { BottomPanel, statusOf } from '../window/bottom-panel';
import { expectReady } from '../window/connection';
import { LimitsSettings } from '../window/limits-settings';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

test.beforeEach(async ({ paperApp }) => {
  await expectReady(paperApp.window);
  await new Watchlist(paperApp.window).select('AAPL');
});

test('a limit refuses an order with rule, value and limit, and lets it pass once it is raised', async ({
  paperApp,
}) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const limits = new LimitsSettings(window);
  await limits.open();
  await expect(limits.limit('order-shares')).toHaveValue('10,000');
  await expect(limits.limit('order-value')).toHaveValue('250,000');
  await limits.limit('order-shares').fill('none');
  await limits.limit('order-shares').press('Enter');
  await expect(limits.row('order-shares')).toContainText('Enter a number.');
  await limits.set('order-shares', '50');
  await limits.dialog.close();

  await ticket.fill({
    side: 'Buy',
    type: 'LMT',
    quantity: '51',
    limitPrice: ((await ticket.bid()) - 1).toFixed(2),
  });
  await ticket.placeButton.click();
  await expect(ticket.root).toContainText('51 shares in one order; the limit is 50.');
  await expect(panel.root).toContainText('No working orders');

  await limits.open();
  await limits.set('order-shares', '1,051');
  await expect(limits.limit('order-shares')).toHaveValue('1,051');
  await limits.dialog.close();
  // Another quantity: the same press again at once would be taken for a double click.
  await ticket.place({ quantity: '52' });
  await expect(statusOf(panel.order('AAPL'))).toHaveText('working');
});

test('a limit outlives a restart, and a rule that is off lets pass', async ({
  paperApp,
  launch,
  gateway,
}) => {
  const limits = new LimitsSettings(paperApp.window);
  await limits.open();
  await limits.set('order-shares', '5');
  await limits.dialog.close();
  await paperApp.close();

  const next = await launch({
    options: ['--profile', 'paper', '--gateway', `127.0.0.1:${gateway.port}`, '--client-id', '1'],
  });
  const ticket = new Ticket(next.window);
  const again = new LimitsSettings(next.window);
  await expectReady(next.window);
  await new Watchlist(next.window).select('AAPL');
  await ticket.fill({
    side: 'Buy',
    type: 'LMT',
    quantity: '6',
    limitPrice: ((await ticket.bid()) - 1).toFixed(2),
  });
  await ticket.placeButton.click();
  await expect(ticket.root).toContainText('6 shares in one order; the limit is 5.');
  await again.open();
  await again.row('order-shares').getByRole('checkbox', { name: 'Shares in one order' }).click();
  await expect(again.limit('order-shares')).toBeDisabled();
  await again.dialog.close();
  await ticket.place({ quantity: '7' });
  await expect(statusOf(new BottomPanel(next.window).order('AAPL'))).toHaveText('working');
});
