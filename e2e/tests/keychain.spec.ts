import { expectReady } from '../window/connection';
import { BottomPanel, statusOf } from '../window/bottom-panel';
import { SettingsDialog } from '../window/settings';
import { Ticket } from '../window/ticket';
import { DesktopSession } from '../system/desktop-session';
import { expect, test } from '../terminal-test';

test('without a keychain the app says so and works', async ({ launch }) => {
  const { window } = await launch({ environment: { DBUS_SESSION_BUS_ADDRESS: undefined } });
  await expectReady(window);
  const warning = window.locator('[data-warning-id="keychain"]');
  await expect(warning).toContainText('There is no D-Bus session, so the keychain cannot be reached.');
  await expect(warning).toContainText('new secrets are kept for this session only');
  const ticket = new Ticket(window);
  await ticket.place({
    side: 'Buy',
    type: 'LMT',
    quantity: '10',
    limitPrice: ((await ticket.bid()) - 1).toFixed(2),
  });
  await expect(statusOf(new BottomPanel(window).order('AAPL'))).toHaveText('working');
});

test('with a keyring the key of the journal is kept there, and the journal is whole after a restart', async ({
  launch,
  temporaryFolder,
}) => {
  const session = await DesktopSession.start(temporaryFolder);
  try {
    const first = await launch({ environment: session.environment });
    await expectReady(first.window);
    const ticket = new Ticket(first.window);
    await ticket.place({ side: 'Buy', type: 'MKT', quantity: '10' });
    await new BottomPanel(first.window).show('Fills');
    await expect(new BottomPanel(first.window).fills).not.toHaveCount(0);
    await expect(first.window.locator('[data-warning-id]')).toHaveCount(0);
    await first.close();

    const second = await launch({ environment: session.environment });
    await expectReady(second.window);
    await expect(second.window.locator('[data-warning-id]')).toHaveCount(0);
    const settings = new SettingsDialog(second.window);
    await settings.open('About');
    await settings.root.getByRole('button', { name: 'Verify the journal' }).click();
    await expect(settings.root.getByRole('status')).toContainText('✓');
    await second.close();
  } finally {
    await session.stop();
  }
});
