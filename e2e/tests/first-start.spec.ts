import { Chart } from '../window/chart';
import { connectionIndicator, expectReady } from '../window/connection';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

test('the first start opens a working terminal on the built-in simulator', async ({ simulatorApp }) => {
  const { window } = simulatorApp;

  await expectReady(window);
  await expect(window).toHaveTitle('Tradewind — SIMULATOR — ready');
  await expect(window.getByTestId('mode-badge')).toHaveText('SIMULATOR');
  await expect(connectionIndicator(window)).toHaveText(/ready\s*(<\s)?\d+ ms/);

  const watchlist = new Watchlist(window);
  await expect(watchlist.rows).toHaveCount(7);
  for (const symbol of ['AAPL', 'MSFT', 'NVDA', 'SPY', 'QQQ', 'TSLA']) {
    await expect(watchlist.value(symbol, 'last')).toHaveText(/^[\d,]+\.\d\d$/);
    await expect(watchlist.value(symbol, 'change')).toHaveText(/^[+−]?[\d,]+\.\d\d$/);
    await expect(watchlist.value(symbol, 'changePercent')).toHaveText(/^[+−]?[\d,]+\.\d\d%$/);
  }
  const first = await watchlist.value('AAPL', 'last').innerText();
  await expect(watchlist.value('AAPL', 'last')).not.toHaveText(first);

  await new Chart(window).expectBars('AAPL');

  const account = window.getByTestId('account-strip');
  await expect(account).toContainText(/NLV\s*1,000,000\.00/);
  await expect(account).toContainText(/Buying power\s*[\d,]{7,}/);

  const status = window.getByTestId('status-bar');
  await expect(status).toContainText('Gateway built-in simulator');
  await expect(status).toContainText('account DU1234567');
  await expect(status).toContainText('data: simulated');
  await expect(status).toContainText(/lines \d+\/100/);
  await expect(status).toContainText(/NY \d\d:\d\d:\d\d/);

  const ticket = new Ticket(window);
  await expect(ticket.root).toContainText('APPLE INC');
  expect(await ticket.ask()).toBeGreaterThan(await ticket.bid());
});

test('every quote of the watchlist arrives', async ({ simulatorApp }) => {
  const watchlist = new Watchlist(simulatorApp.window);
  await expectReady(simulatorApp.window);
  await expect(watchlist.value('EUR.USD', 'last')).toHaveText(/^\d\.\d{4,5}$/);
});

test('a click on another instrument moves chart and ticket along', async ({ simulatorApp }) => {
  const { window } = simulatorApp;
  await expectReady(window);
  await new Watchlist(window).select('MSFT');
  await new Chart(window).expectBars('MSFT');
  await expect(new Ticket(window).root).toContainText('MICROSOFT');
});
