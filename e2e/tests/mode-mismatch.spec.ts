import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { BottomPanel, statusOf } from '../window/bottom-panel';
import { expectReady } from '../window/connection';
import { SettingsDialog } from '../window/settings';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

const at = (profile: 'paper' | 'live', port: number) => [
  '--profile',
  profile,
  '--gateway',
  `127.0.0.1:${port}`,
];

test('paper orders are refused on an account that looks live', async ({ launch, startGateway }) => {
  const gateway = await startGateway({ account: 'U1234567' });
  const { window } = await launch({ options: at('paper', gateway.port) });
  const ticket = new Ticket(window);
  await expectReady(window);
  await new Watchlist(window).select('AAPL');
  await expect(ticket.root).toContainText('The profile is PAPER, but U1234567 is not a paper account.');
  await expect(ticket.placeButton).toBeDisabled();
});

test('live orders are refused on a paper account', async ({ launch, gateway }) => {
  const { window } = await launch({ options: at('live', gateway.port) });
  await expectReady(window);
  await expect(new Ticket(window, 'Place LIVE order').root).toContainText(
    'The profile is LIVE, but DU1234567 is a paper account.',
  );
});

test('another account than the one of the profile is refused until the trader releases it', async ({
  launch,
  startGateway,
}) => {
  const first = await startGateway({ account: 'DU1111111' });
  const app = await launch({ options: at('paper', first.port) });
  await expectReady(app.window);
  await app.window.getByTestId('mode-badge').click();
  await expect(new SettingsDialog(app.window).root).toContainText(
    'The PAPER profile belongs to account DU1111111.',
  );
  await app.close();

  const second = await startGateway({ account: 'DU2222222' });
  const { window } = await launch({ options: at('paper', second.port) });
  const ticket = new Ticket(window);
  const settings = new SettingsDialog(window);
  await expectReady(window);
  await new Watchlist(window).select('AAPL');
  await expect(ticket.root).toContainText(
    'The profile PAPER belongs to account DU1111111, but DU2222222 is connected.',
  );
  await expect(ticket.placeButton).toBeDisabled();
  await settings.open('Mode');
  await settings.root.getByRole('button', { name: 'Release the account' }).click();
  await expect(settings.root).toContainText('The PAPER profile belongs to account DU2222222.');
  await settings.close();
  await ticket.place({
    side: 'Buy',
    type: 'LMT',
    quantity: '1',
    limitPrice: ((await ticket.bid()) - 1).toFixed(2),
  });
  await expect(statusOf(new BottomPanel(window).order('AAPL'))).toHaveText('working');
});

test('read-only lets no order leave, says so everywhere, and cancels all the same', async ({ paperApp }) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  const settings = new SettingsDialog(window);
  const panel = new BottomPanel(window);
  await expectReady(window);
  await new Watchlist(window).select('AAPL');
  await ticket.place({
    side: 'Buy',
    type: 'LMT',
    quantity: '1',
    limitPrice: ((await ticket.bid()) - 1).toFixed(2),
  });
  await settings.open('Mode');
  await settings.root.getByRole('checkbox', { name: /^Read-only/ }).click();
  await settings.close();
  await expect(window.getByTestId('mode-badge')).toHaveText('PAPER · READ-ONLY');
  await expect(window.getByTestId('status-bar')).toContainText('READ-ONLY');
  await expect(window).toHaveTitle('Tradewind — PAPER — read-only — ready');
  await expect(ticket.root).toContainText('Tradewind is set to read-only.');
  await expect(ticket.placeButton).toBeDisabled();
  await panel.cancelAll();
  await expect(panel.root).toContainText('No working orders');
  await settings.open('Mode');
  await settings.root.getByRole('checkbox', { name: /^Read-only/ }).click();
  await settings.close();
  await expect(window.getByTestId('mode-badge')).toHaveText('PAPER');
  await expect(ticket.placeButton).toBeEnabled();
});

test('Live that was forbidden stays so, also without the settings file', async ({ launch, startGateway }) => {
  const gateway = await startGateway({ account: 'U1234567' });
  const app = await launch({ options: at('live', gateway.port) });
  const settings = new SettingsDialog(app.window);
  await expectReady(app.window);
  await settings.open('Mode');
  const forbid = settings.root.getByRole('button', { name: 'Forbid Live' });
  await settings.root.getByRole('textbox', { name: 'Confirmation' }).fill('forbid paper');
  await expect(forbid).toBeDisabled();
  await settings.root.getByRole('textbox', { name: 'Confirmation' }).fill('forbid live');
  await forbid.click();
  await expect(settings.mode('Live')).toBeDisabled();
  await expect(settings.root).toContainText('Forbidden on this installation for good.');
  await settings.close();
  await expect(new Ticket(app.window, 'Place LIVE order').root).toContainText(
    'Live trading is forbidden on this installation for good.',
  );
  await app.close();

  rmSync(join(app.dataDirectory, 'settings.json'));
  const next = await launch({ options: at('live', gateway.port) });
  await expectReady(next.window);
  await expect(new Ticket(next.window, 'Place LIVE order').root).toContainText(
    'Live trading is forbidden on this installation for good.',
  );
});
