import { expect, test } from '../terminal-test';
import { BottomPanel, statusOf } from '../window/bottom-panel';
import { connectionIndicator, expectReady } from '../window/connection';
import { Palette } from '../window/palette';
import { Reconciliation } from '../window/reconciliation';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';

test('what happened while the app was away, and a position that does not add up', async ({
  paperApp,
  gateway,
  startGateway,
}) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const found = new Reconciliation(window);
  await expectReady(window);
  await new Watchlist(window).select('AAPL');
  await ticket.place({
    side: 'Buy',
    type: 'LMT',
    quantity: '10',
    limitPrice: ((await ticket.bid()) - 2).toFixed(2),
  });
  await expect(statusOf(panel.order('AAPL'))).toHaveText('working');
  await ticket.place({ side: 'Buy', type: 'MKT', quantity: '25' });
  await panel.show('Positions');
  await expect(panel.positions).toHaveCount(1);
  await expect(panel.positions).toContainText('25');

  await test.step('profit and loss is shown by source, with basis', async () => {
    await window.getByRole('button', { name: /^Unrealized profit and loss .* compare its sources/ }).click();
    const popup = window.getByTestId('pnl-popup');
    await expect(popup).toContainText('Tradewind average cost of our fills and the last price');
    await expect(popup).toContainText('IB portfolio since average cost');
    await expect(popup).toContainText('the portfolio has no daily figure');
    await window.keyboard.press('Escape');
    await expect(popup).toBeHidden();
  });

  await test.step('everything agrees when the trader asks', async () => {
    const palette = new Palette(window);
    await palette.search('compare with');
    await palette.option(/Compare with IB now/).click();
    await expect(window.getByText(/^Everything agrees with IB: 1 open order/)).toBeVisible();
    await expect(found.bar).toBeEmpty();
  });

  await test.step('another gateway knows neither order nor position: both are told', async () => {
    await gateway.kill();
    await expect(connectionIndicator(window)).not.toHaveAttribute('data-state', 'ready');
    await startGateway({ port: gateway.port });
    await expectReady(window);
    await expect(found.bar).toContainText('While you were away: 1 order cancelled');
    await expect(found.bar).toContainText('A position does not add up: AAPL −25.');
    await found.bar.getByRole('button', { name: 'Show' }).click();
    await expect(found.section('Orders')).toContainText('Buy 10 AAPL LMT');
    await expect(found.section('Orders')).toContainText('working → cancelled');
    await expect(found.section('Positions that do not add up')).toContainText('−25');
  });

  await test.step('the trader takes IB’s figure, and all is quiet', async () => {
    await found.dialog.getByRole('button', { name: 'AAPL: take it as IB has it' }).click();
    await expect(found.section('Positions that do not add up')).toBeHidden();
    await window.keyboard.press('Escape');
    await expect(found.bar).toBeEmpty();
    await window.reload();
    await expectReady(window);
    await expect(found.bar).toBeEmpty();
  });

  await test.step('the report can be read again', async () => {
    const palette = new Palette(window);
    await palette.search('while you were away');
    await palette.option(/Show what happened/).click();
    await expect(found.section('Orders')).toContainText('working → cancelled');
  });
});
