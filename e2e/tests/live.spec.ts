import type { Page } from '@playwright/test';
import { BottomPanel, statusOf } from '../window/bottom-panel';
import { expectReady } from '../window/connection';
import { SettingsDialog } from '../window/settings';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

const liveAccount = 'U1234567';

test('a live account takes orders only after its id was typed out, and not in the next session', async ({
  launch,
  startGateway,
}) => {
  const gateway = await startGateway({ account: liveAccount });
  const options = ['--profile', 'live', '--gateway', `127.0.0.1:${gateway.port}`];
  const app = await launch({ options });
  const { window } = app;
  const settings = new SettingsDialog(window);
  const ticket = new Ticket(window, 'Place LIVE order');
  await expectReady(window);
  await new Watchlist(window).select('AAPL');
  await expect(window.getByTestId('mode-badge')).toHaveText('LIVE · LOCKED');
  await expectLiveLook(window);
  await expect(ticket.placeButton).toBeDisabled();
  await expect(ticket.root).toContainText(
    `Live trading is locked. Unlock it in the settings by typing the account id`,
  );

  await window.getByTestId('mode-badge').click();
  const unlock = settings.root.getByRole('button', { name: 'Allow live orders' });
  await expect(unlock).toBeDisabled();
  await settings.root.getByRole('textbox', { name: 'Account id' }).fill('U87654321');
  await unlock.click();
  await expect(settings.root).toContainText('This is not the id of the connected account.');
  await expect(window.getByTestId('mode-badge')).toHaveText('LIVE · LOCKED');
  await settings.root.getByRole('textbox', { name: 'Account id' }).fill(liveAccount);
  await unlock.click();
  await expect(settings.root).toContainText(`Orders go to the live account ${liveAccount}.`);
  await settings.close();
  await expect(window.getByTestId('mode-badge')).toHaveText('LIVE · REAL MONEY');

  await ticket.fill({
    side: 'Buy',
    type: 'LMT',
    quantity: '1',
    limitPrice: ((await ticket.bid()) - 1).toFixed(2),
  });
  await expect(ticket.sentence).toContainText(liveAccount);
  await ticket.placeButton.click();
  await expect(statusOf(new BottomPanel(window).order('AAPL'))).toHaveText('working');

  await window.getByTestId('mode-badge').click();
  await settings.root.getByRole('button', { name: 'Lock live orders' }).click();
  await settings.close();
  await expect(window.getByTestId('mode-badge')).toHaveText('LIVE · LOCKED');
  await expect(ticket.placeButton).toBeDisabled();
  // A cancel always goes out.
  await new BottomPanel(window).cancelAll();
  await expect(new BottomPanel(window).root).toContainText('No working orders');
  await app.close();

  const next = await launch({ options });
  await expectReady(next.window);
  await expect(next.window.getByTestId('mode-badge')).toHaveText('LIVE · LOCKED');
});

/** Live differs by the colour of the frame, the title, the words, and the shape of frame and badge. */
async function expectLiveLook(window: Page): Promise<void> {
  const frame = window.locator('.mode-frame');
  await expect(frame).toHaveCSS('border-style', 'double');
  await expect(frame).toHaveCSS('border-width', '4px');
  await expect(frame).toHaveCSS('border-color', 'rgb(229, 72, 77)');
  await expect(window).toHaveTitle('Tradewind — LIVE — ready');
  const badge = window.getByTestId('mode-badge');
  await expect(badge.locator('svg')).toBeVisible();
  await expect(badge).toHaveCSS('border-radius', '11px');
}
