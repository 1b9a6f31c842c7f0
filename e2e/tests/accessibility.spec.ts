import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { BottomPanel } from '../window/bottom-panel';
import { Chart } from '../window/chart';
import { expectReady } from '../window/connection';
import { Diagnostics } from '../window/diagnostics';
import { Palette } from '../window/palette';
import { SettingsDialog } from '../window/settings';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

for (const theme of ['Dark', 'Light'] as const) {
  test(`axe finds nothing serious in the ${theme.toLowerCase()} theme`, async ({ paperApp }) => {
    const { window } = paperApp;
    const ticket = new Ticket(window);
    const panel = new BottomPanel(window);
    const settings = new SettingsDialog(window);
    // A flash is over in a quarter of a second, and axe may look in the middle of it.
    await window.emulateMedia({ reducedMotion: 'reduce' });
    await expectReady(window);
    await settings.open('Appearance');
    await settings.root.getByRole('button', { name: theme }).click();
    await settings.close();
    await new Watchlist(window).select('AAPL');
    await new Chart(window).expectBars('AAPL');
    await ticket.place({ side: 'Buy', type: 'MKT', quantity: '50' });
    await ticket.place({
      side: 'Buy',
      type: 'LMT',
      quantity: '100',
      limitPrice: ((await ticket.bid()) - 1).toFixed(2),
    });
    await expect(panel.order('working')).toHaveCount(1);

    await expectAccessible(window, 'the window with its orders');
    for (const tab of ['Fills', 'Positions', 'Messages'] as const) {
      await panel.show(tab);
      await expectAccessible(window, `the window with ${tab.toLowerCase()}`);
    }
    await ticket.fill({ side: 'Sell', quantity: '0' });
    await ticket.placeButton.click();
    await ticket.errorOf('Quantity');
    await expectAccessible(window, 'a ticket with an error');
    for (const section of ['Mode', 'Limits', 'Connection', 'Appearance', 'About'] as const) {
      await settings.open(section);
      await expectAccessible(window, `the settings: ${section}`);
      await settings.close();
    }
    await new Diagnostics(window).open();
    await expectAccessible(window, 'the messages with the gateway');
    await window.keyboard.press('Escape');
    const palette = new Palette(window);
    await palette.search('A');
    await expect(palette.option(/AAPL/)).toBeVisible();
    await expectAccessible(window, 'the search');
    await window.keyboard.press('Escape');
    await window.getByTestId('connection-indicator').click();
    await expect(window.getByRole('button', { name: 'Reconnect' })).toBeVisible();
    await expectAccessible(window, 'the details of the connection');
  });
}

/** No serious and no critical finding. */
async function expectAccessible(window: Page, what: string): Promise<void> {
  // Electron opens no second page, in which axe would otherwise gather its results.
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode().analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, html, any }) =>
          `${id}: ${help}: ${target.join(' ')} ${html.slice(0, 120)} ${any
            .map((check) => check.message)
            .join(' ')
            .slice(0, 200)}`,
      ),
    );
  expect.soft(grave, what).toEqual([]);
}
