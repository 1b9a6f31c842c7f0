import { ApiClient } from '../gateway/api-client';
import { BottomPanel, cell, statusOf } from '../window/bottom-panel';
import { expectReady } from '../window/connection';
import { LimitsSettings } from '../window/limits-settings';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

test.beforeEach(async ({ paperApp }) => {
  await expectReady(paperApp.window);
  await new Watchlist(paperApp.window).select('AAPL');
});

test('one key cancels every order and halts; the position stays until flattening is asked for', async ({
  paperApp,
  gateway,
}) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const limits = new LimitsSettings(window);
  const elsewhere = await ApiClient.connect(gateway.port, 77);
  await ticket.place({ side: 'Buy', type: 'MKT', quantity: '30' });
  await panel.show('Positions');
  await expect(cell(panel.positions.first(), 'quantity')).toHaveText('30');
  const low = ((await ticket.bid()) - 1).toFixed(2);
  await ticket.place({ side: 'Buy', type: 'LMT', quantity: '100', limitPrice: low });
  await ticket.place({ side: 'Buy', type: 'LMT', quantity: '50', limitPrice: low });
  await expect.poll(async () => (await elsewhere.openOrders()).length).toBe(2);

  await window.keyboard.press('Control+Shift+K');
  await expect(window.getByTestId('status-bar')).toContainText('HALTED');
  await panel.show('Orders');
  await expect(panel.root).toContainText('No working orders');
  await expect.poll(async () => (await elsewhere.openOrders()).length).toBe(0);
  await expect(ticket.placeButton).toBeDisabled();
  await expect(ticket.root).toContainText('Trading is halted; cancels work.');
  await panel.show('Positions');
  await expect(cell(panel.positions.first(), 'quantity')).toHaveText('30');

  await limits.open();
  await expect(limits.root).toContainText('The kill switch was pressed: no order passes.');
  await limits.root.getByRole('checkbox', { name: /also closes every position/ }).click();
  await limits.dialog.close();
  await window.getByRole('button', { name: 'KILL' }).click();
  await expect(panel.positions).toHaveCount(0);

  await limits.open();
  await limits.chooseState('Active');
  await limits.dialog.close();
  await expect(window.getByTestId('status-bar')).not.toContainText('HALTED');
  await ticket.place({ side: 'Buy', type: 'LMT', quantity: '7', limitPrice: low });
  await panel.list('Working');
  await expect(statusOf(panel.order('AAPL'))).toHaveText('working');
  elsewhere.disconnect();
});

test('while only reducing, what makes a position smaller passes and nothing else', async ({ paperApp }) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const limits = new LimitsSettings(window);
  await ticket.place({ side: 'Buy', type: 'MKT', quantity: '30' });
  await panel.show('Positions');
  await expect(cell(panel.positions.first(), 'quantity')).toHaveText('30');
  await limits.open();
  await limits.chooseState('Reducing only');
  await limits.dialog.close();
  await expect(window.getByTestId('status-bar')).toContainText('REDUCING ONLY');
  await ticket.fill({ side: 'Sell', type: 'MKT', quantity: '31' });
  await ticket.placeButton.click();
  await expect(ticket.root).toContainText('Only orders that reduce a position pass.');
  await ticket.place({ quantity: '30' });
  await expect(panel.positions).toHaveCount(0);
});

test('the kill switch holds without a gateway, over a restart, and its cancel goes out with the next session', async ({
  paperApp,
  gateway,
  launch,
}) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const elsewhere = await ApiClient.connect(gateway.port, 77);
  await ticket.place({
    side: 'Buy',
    type: 'LMT',
    quantity: '100',
    limitPrice: ((await ticket.bid()) - 1).toFixed(2),
  });
  await expect.poll(async () => (await elsewhere.openOrders()).length).toBe(1);
  await paperApp.close();

  const away = await launch({
    options: ['--profile', 'paper', '--gateway', '127.0.0.1:1', '--client-id', '1'],
  });
  await away.window.keyboard.press('Control+Shift+K');
  await expect(away.window.getByTestId('status-bar')).toContainText('HALTED');
  await new BottomPanel(away.window).show('Messages');
  await expect(new BottomPanel(away.window).messages).toContainText(
    'It goes out as soon as the gateway is back',
  );
  await away.close();
  expect(await elsewhere.openOrders()).toHaveLength(1);

  const back = await launch({
    options: ['--profile', 'paper', '--gateway', `127.0.0.1:${gateway.port}`, '--client-id', '1'],
  });
  await expectReady(back.window);
  await expect.poll(async () => (await elsewhere.openOrders()).length).toBe(0);
  await expect(back.window.getByTestId('status-bar')).toContainText('HALTED');
  elsewhere.disconnect();
});
