import { BottomPanel, cell, numberIn, statusOf } from '../window/bottom-panel';
import { Chart } from '../window/chart';
import { expectReady } from '../window/connection';
import { allowLargeOrders } from '../window/limits';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

// Few market events a second: what a large order takes of the displayed size comes back slowly.
test.use({ gatewayDefaults: { tickRate: 3 } });

test.beforeEach(async ({ paperApp }) => {
  await expectReady(paperApp.window);
  await new Watchlist(paperApp.window).select('AAPL');
});

test('a limit order away from the market works, is modified and cancelled', async ({ paperApp }) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const chart = new Chart(window);
  await chart.expectBars('AAPL');
  const away = (await ticket.bid()) - 1;

  await ticket.fill({ side: 'Buy', type: 'LMT', quantity: '100', limitPrice: away.toFixed(2) });
  await expect(ticket.sentence).toHaveText(
    new RegExp(
      `^Buy 100 AAPL at limit ${away.toFixed(2)}, day, regular hours, about [\\d,]+ USD, DU1234567\\.$`,
    ),
  );
  await ticket.placeButton.click();

  const row = panel.order('AAPL');
  await expect(statusOf(row)).toHaveText('working');
  await expect(cell(row, 'limit')).toHaveText(away.toFixed(2));
  await expect(cell(row, 'filled')).toHaveText('0');
  await expect(cell(row, 'remaining')).toHaveText('100');
  await expect(chart.lines).toHaveText([new RegExp(`BUY 100 LMT ${away.toFixed(2)}`)]);

  const lower = (away - 0.5).toFixed(2);
  await panel.modify(row, { limitPrice: lower });
  await expect(cell(row, 'limit')).toHaveText(lower);
  await expect(statusOf(row)).toHaveText('working');
  await expect(chart.lines).toHaveText([new RegExp(`BUY 100 LMT ${lower}`)]);

  await row.getByRole('button', { name: /^Cancel/ }).click();
  await expect(panel.root).toContainText('No working orders');
  await expect(chart.lines).toHaveCount(0);
  await panel.list('All');
  await expect(statusOf(panel.order('AAPL'))).toHaveText('cancelled');
});

test('a large order fills in parts, is made smaller while it does, and fills to the end', async ({
  paperApp,
}) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const limitPrice = ((await ticket.ask()) + 5).toFixed(2);
  await allowLargeOrders(window);

  // Far more than is on offer: the rest waits until new sizes are shown.
  await ticket.place({ side: 'Buy', type: 'LMT', quantity: '9,000', limitPrice });
  const row = panel.order('AAPL');
  await expect(statusOf(row)).toHaveText('partly filled');
  const filled = await numberIn(row, 'filled');
  expect(filled).toBeGreaterThan(0);
  expect(filled).toBeLessThan(9_000);
  expect(filled + (await numberIn(row, 'remaining'))).toBe(9_000);

  await panel.modify(row, { quantity: '3000' });
  await expect(cell(row, 'quantity')).toHaveText('3,000');
  await panel.list('All');
  await expect(statusOf(row)).toHaveText('filled', { timeout: 30_000 });
  await expect(cell(row, 'filled')).toHaveText('3,000');
  await expect(cell(row, 'remaining')).toHaveText('0');

  await panel.show('Fills');
  expect(await panel.fills.count()).toBeGreaterThan(1);
  let sum = 0;
  for (const fill of await panel.fills.all()) {
    sum += await numberIn(fill, 'quantity');
    expect(await numberIn(fill, 'price')).toBeLessThanOrEqual(Number(limitPrice));
    await expect(cell(fill, 'side')).toContainText('Buy');
    await expect(cell(fill, 'commission')).toHaveText(/^\s*\d+\.\d\d\s*$/);
  }
  expect(sum).toBe(3_000);

  await panel.show('Positions');
  const position = panel.positions.filter({ hasText: 'AAPL' });
  await expect(cell(position, 'quantity')).toHaveText('3,000');
  expect(await numberIn(position, 'average')).toBeLessThanOrEqual(Number(limitPrice));
  await expect(cell(position, 'unrealized')).toHaveText(/^[+−]?[\d,]+\.\d\d$/);
  await expect(cell(position, 'daily')).toHaveText(/^[+−]?[\d,]+\.\d\d$/);
  await expect(new Chart(window).lines).toContainText([/^3,000 @ \d+\.\d\d/]);
});

test('the rest of a partly filled order is cancelled, and the part that was filled stays', async ({
  paperApp,
}) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);

  await allowLargeOrders(window);
  await ticket.place({
    side: 'Buy',
    type: 'LMT',
    quantity: '9000',
    limitPrice: ((await ticket.ask()) + 5).toFixed(2),
  });
  const row = panel.order('AAPL');
  await expect(statusOf(row)).toHaveText('partly filled');
  await panel.list('All');
  await row.getByRole('button', { name: /^Cancel/ }).click();
  await expect(statusOf(row)).toHaveText('cancelled, partly filled');
  const filled = await cell(row, 'filled').innerText();
  await panel.show('Positions');
  await expect(cell(panel.positions.filter({ hasText: 'AAPL' }), 'quantity')).toHaveText(filled);
});

test('a position is closed with the order that “Close…” puts into the ticket', async ({ paperApp }) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);

  await ticket.place({ side: 'Buy', type: 'MKT', quantity: '100' });
  await panel.show('Positions');
  const position = panel.positions.filter({ hasText: 'AAPL' });
  await expect(cell(position, 'quantity')).toHaveText('100');

  await new Watchlist(window).select('MSFT');
  await position.getByRole('button', { name: /^Close the position in AAPL/ }).click();
  await expect(ticket.sentence).toHaveText(
    /^Sell 100 AAPL at market, day, regular hours, about [\d,]+ USD, DU1234567\.$/,
  );
  // Nothing was sent yet.
  await expect(cell(position, 'quantity')).toHaveText('100');
  await ticket.placeButton.click();
  await expect(panel.root).toContainText('No positions');
  await panel.show('Fills');
  await expect(panel.fills).toHaveCount(2);
  await expect(cell(panel.fills.filter({ hasText: 'Sell' }), 'realized')).toHaveText(/^[+−]?[\d,]+\.\d\d$/);
});

test('“Cancel all” ends every working order', async ({ paperApp }) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const bid = await ticket.bid();

  await ticket.place({ side: 'Buy', type: 'LMT', quantity: '10', limitPrice: (bid - 2).toFixed(2) });
  await expect(panel.orders).toHaveCount(1);
  await ticket.place({ side: 'Buy', type: 'LMT', quantity: '20', limitPrice: (bid - 3).toFixed(2) });
  await expect(panel.orders).toHaveCount(2);
  await panel.cancelAll();
  await expect(panel.root).toContainText('No working orders');
  await panel.list('All');
  for (const row of await panel.orders.all()) await expect(statusOf(row)).toHaveText('cancelled');
});
