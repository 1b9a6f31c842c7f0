import { Chart } from '../window/chart';
import { BottomPanel, cell, messageOf, statusOf } from '../window/bottom-panel';
import { connectionIndicator, expectProblem, expectReady } from '../window/connection';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

test('a gateway that is killed and started again', async ({ paperApp, gateway, startGateway }) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const watchlist = new Watchlist(window);
  await expectReady(window);
  await watchlist.select('AAPL');
  await ticket.place({
    side: 'Buy',
    type: 'LMT',
    quantity: '10',
    limitPrice: ((await ticket.bid()) - 2).toFixed(2),
  });
  await expect(statusOf(panel.order('AAPL'))).toHaveText('working');

  await test.step('killed: the trader sees cause and advice within 5 seconds', async () => {
    await gateway.kill();
    await expect(connectionIndicator(window)).not.toHaveAttribute('data-state', 'ready', { timeout: 5_000 });
    await expectProblem(window, {
      cause: /Nothing accepts connections at 127\.0\.0\.1/,
      advice: /Start TWS or IB Gateway/,
    });
    await expect(watchlist.row('AAPL')).toHaveClass(/\bstale\b/);
    await expect(window.getByTestId('account-strip')).toHaveClass(/\bstale\b/);
    await expect(window).toHaveTitle(/reconnecting|connecting/);
  });

  await test.step('started again: the app comes back by itself', async () => {
    await startGateway({ port: gateway.port });
    await expectReady(window);
    await expect(watchlist.row('AAPL')).not.toHaveClass(/\bstale\b/);
    const last = await watchlist.value('AAPL', 'last').innerText();
    await expect(watchlist.value('AAPL', 'last')).not.toHaveText(last);
    await expect(ticket.placeButton).toBeEnabled();
    await new Chart(window).expectBars('AAPL');
  });

  await test.step('the order that the new gateway does not know has ended, and the trader is told', async () => {
    await expect(panel.root).toContainText('No working orders');
    await panel.list('All');
    const order = panel.order('AAPL');
    await expect(statusOf(order)).not.toHaveText('working');
    await expect(messageOf(order)).not.toHaveText('');
    await panel.show('Messages');
    await expect(panel.messages).toContainText('While you were away');
  });

  await test.step('orders can be placed again', async () => {
    await panel.list('Working');
    await ticket.place({
      side: 'Buy',
      type: 'LMT',
      quantity: '11',
      limitPrice: ((await ticket.bid()) - 2).toFixed(2),
    });
    await expect(statusOf(panel.order('AAPL'))).toHaveText('working');
  });
});

test('the app finds its working orders again after a restart', async ({ launch, gateway }) => {
  const options = ['--profile', 'paper', '--gateway', `127.0.0.1:${gateway.port}`, '--client-id', '1'];
  const first = await launch({ options });
  await expectReady(first.window);
  await new Watchlist(first.window).select('AAPL');
  const ticket = new Ticket(first.window);
  const limitPrice = ((await ticket.bid()) - 2).toFixed(2);
  await ticket.place({ side: 'Buy', type: 'LMT', quantity: '10', limitPrice });
  await expect(statusOf(new BottomPanel(first.window).order('AAPL'))).toHaveText('working');
  await first.close();

  const { window } = await launch({ options });
  await expectReady(window);
  const order = new BottomPanel(window).order('AAPL');
  await expect(statusOf(order)).toHaveText('working');
  await expect(cell(order, 'limit')).toHaveText(limitPrice);
  // It is ours still: it can be changed from here.
  await order.getByRole('button', { name: /^Cancel/ }).click();
  await expect(new BottomPanel(window).root).toContainText('No working orders');
});
