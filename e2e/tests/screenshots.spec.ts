import { join } from 'node:path';
import { projectRoot } from '../app/launch';
import { BottomPanel, cell } from '../window/bottom-panel';
import { Chart } from '../window/chart';
import { expectReady } from '../window/connection';
import { SettingsDialog } from '../window/settings';
import { sizeTo } from '../window/size';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';
import { DesktopSession } from '../system/desktop-session';

/** Pictures for the papers: what the window shows while one trades. */
const folder = join(projectRoot, 'docs', 'screenshots');

test('the window while one trades, in both themes', async ({ launch, temporaryFolder }) => {
  // With a keychain, as on a desktop: the pictures show no warnings.
  const session = await DesktopSession.start(temporaryFolder);
  try {
    const app = await launch({ environment: session.environment });
    const { window } = app;
    await sizeTo(app, 1440, 900);
    await expectReady(window);
    const ticket = new Ticket(window);
    const panel = new BottomPanel(window);
    const settings = new SettingsDialog(window);
    await new Watchlist(window).select('AAPL');
    await new Chart(window).expectBars('AAPL');

    await ticket.place({ side: 'Buy', type: 'MKT', quantity: '100' });
    await panel.show('Positions');
    await expect(cell(panel.positions.first(), 'quantity')).toHaveText('100');
    const bid = await ticket.bid();
    await panel.list('All');
    await ticket.place({
      side: 'Buy',
      type: 'LMT',
      quantity: '50',
      limitPrice: (bid - 0.6).toFixed(2),
      takeProfit: (bid + 1.2).toFixed(2),
      stopLoss: (bid - 1.4).toFixed(2),
    });
    await expect(panel.orders).toHaveCount(4);
    await expect(panel.orders.filter({ hasText: 'working' })).toHaveCount(1);
    for (const exit of ['Take profit', 'Stop loss'])
      await ticket.root.getByRole('checkbox', { name: exit }).uncheck();
    await ticket.fill({ side: 'Sell', limitPrice: (bid + 0.8).toFixed(2) });
    await expect(ticket.root).toContainText(/Commission\s*[\d.]+ USD/);
    // Everything fits into the window as it opens.
    for (const tab of ['Fills', 'Positions', 'Orders'] as const) {
      await panel.show(tab);
      await expect(panel.table).toBeVisible();
      expect(await panel.widthMissing(), `pixels missing for ${tab}`).toBe(0);
      expect(await panel.clippedCells(), `cut short in ${tab}`).toEqual([]);
    }

    for (const theme of ['Dark', 'Light'] as const) {
      await settings.open('Appearance');
      await settings.root.getByRole('button', { name: theme }).click();
      await expect(window.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
      await settings.close();
      await expect(window.locator('.toast')).toHaveCount(0);
      // No crosshair and no ring of the focus: nobody is at the window.
      await window.mouse.move(1300, 800);
      await window.evaluate('document.activeElement.blur()');
      await window.screenshot({ path: join(folder, `main-${theme.toLowerCase()}.png`) });
    }
    await settings.open('Appearance');
    await settings.root.getByRole('button', { name: 'Dark' }).click();
    await settings.root.getByRole('tab', { name: 'Connection' }).click();
    await expect(settings.gateway('Paper')).toBeVisible();
    await window.screenshot({ path: join(folder, 'settings-dark.png') });
    await app.close();
  } finally {
    await session.stop();
  }
});
