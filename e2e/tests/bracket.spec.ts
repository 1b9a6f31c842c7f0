import { BottomPanel, cell, statusOf } from '../window/bottom-panel';
import { Chart } from '../window/chart';
import { expectReady } from '../window/connection';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

test('the exits of a bracket wait for its entry, work after it, and end together', async ({ paperApp }) => {
  const { window } = paperApp;
  await expectReady(window);
  await new Watchlist(window).select('AAPL');
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const chart = new Chart(window);
  const ask = await ticket.ask();
  const prices = {
    limitPrice: (ask - 1).toFixed(2),
    takeProfit: (ask + 3).toFixed(2),
    stopLoss: (ask - 4).toFixed(2),
  };

  await ticket.fill({ side: 'Buy', type: 'LMT', quantity: '50', ...prices });
  await expect(ticket.sentence).toContainText(
    `take profit at ${prices.takeProfit}, stop loss at ${prices.stopLoss}`,
  );
  await ticket.placeButton.click();

  const entry = panel.orders.filter({ hasText: 'Buy' });
  const takeProfit = panel.orders.filter({ hasText: 'Sell' }).filter({ hasText: 'LMT' });
  const stopLoss = panel.orders.filter({ hasText: 'Sell' }).filter({ hasText: 'STP' });
  await expect(panel.orders).toHaveCount(3);
  await expect(statusOf(entry)).toHaveText('working');
  await expect(statusOf(takeProfit)).toHaveText('waits for its entry');
  await expect(statusOf(stopLoss)).toHaveText('waits for its entry');
  await expect(cell(takeProfit, 'side')).toContainText('Sell');
  await expect(cell(stopLoss, 'type')).toHaveText('STP');
  await expect(chart.lines).toHaveText([
    /^SELL 50 LMT .* take profit/,
    /^BUY 50 LMT/,
    /^SELL 50 STP .* stop loss/,
  ]);

  // The entry is moved to the market, and fills.
  await panel.modify(entry, { limitPrice: (ask + 5).toFixed(2) });
  await expect(statusOf(takeProfit)).toHaveText('working', { timeout: 20_000 });
  // TWS holds a stop until its price trades.
  await expect(statusOf(stopLoss)).toHaveText(/^(working|waits for its trigger)$/);
  await panel.show('Positions');
  await expect(cell(panel.positions.filter({ hasText: 'AAPL' }), 'quantity')).toHaveText('50');

  // Closing at the market price through the take profit: the stop loss must go with it.
  await panel.list('All');
  await panel.modify(takeProfit, { limitPrice: (ask - 2).toFixed(2) });
  await expect(panel.orders.filter({ hasText: 'filled' })).toHaveCount(2, { timeout: 20_000 });
  await expect(statusOf(stopLoss)).toHaveText('cancelled');
  await panel.show('Positions');
  await expect(panel.root).toContainText('No positions');
});

test('a bracket whose exits are on the wrong side of the entry is refused beside the field', async ({
  paperApp,
}) => {
  const { window } = paperApp;
  await expectReady(window);
  await new Watchlist(window).select('AAPL');
  const ticket = new Ticket(window);
  const entry = (await ticket.ask()) - 3;
  await ticket.fill({
    side: 'Buy',
    type: 'LMT',
    quantity: '50',
    limitPrice: entry.toFixed(2),
    takeProfit: (entry - 1).toFixed(2),
    stopLoss: (entry + 1).toFixed(2),
  });
  await ticket.placeButton.click();
  await expect(await ticket.errorOf('Take profit price')).toContainText('must be above the entry');
  await expect(await ticket.errorOf('Stop loss price')).toContainText('must be below the entry');
  await expect(new BottomPanel(window).root).toContainText('No working orders');
});
