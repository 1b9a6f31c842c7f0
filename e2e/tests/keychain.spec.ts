import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

test('with a locked keyring the app says that the key of the journal is out of reach, and works', async ({
  launch,
  temporaryFolder,
}) => {
  const session = await DesktopSession.start(temporaryFolder);
  try {
    const first = await launch({ environment: session.environment });
    await expectReady(first.window);
    await expect(first.window.locator('[data-warning-id]')).toHaveCount(0);
    await first.close();
    session.lockKeyring();

    const second = await launch({ environment: session.environment });
    await expectReady(second.window);
    await expect(second.window.locator('[data-warning-id="journal-key"]')).toContainText(
      'The keychain did not give the key of the journal.',
    );
    await new Ticket(second.window).place({ side: 'Buy', type: 'MKT', quantity: '10' });
    await second.close();
  } finally {
    await session.stop();
  }
});

test('without the library of the keychain the app says what to install, and works', async ({
  launch,
  temporaryFolder,
}) => {
  // The loader takes the first file of that name, and this one is no library.
  const shadow = mkdtempSync(join(temporaryFolder, 'tradewind-no-library-'));
  try {
    writeFileSync(join(shadow, 'libsecret-1.so.0'), 'not a library');
    const { window } = await launch({ environment: { LD_LIBRARY_PATH: shadow } });
    await expectReady(window);
    await expect(window.locator('[data-warning-id="keychain"]')).toContainText('libsecret-1-0');
    await new Ticket(window).place({ side: 'Buy', type: 'MKT', quantity: '10' });
  } finally {
    rmSync(shadow, { recursive: true, force: true });
  }
});
