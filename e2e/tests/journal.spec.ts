import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchOptions } from '../app/launch';
import { PlainApp } from '../app/plain-app';
import { DesktopSession } from '../system/desktop-session';
import { expectReady } from '../window/connection';
import { cell } from '../window/bottom-panel';
import { Journal } from '../window/journal';
import { SettingsDialog } from '../window/settings';
import { Ticket } from '../window/ticket';
import { expect, test } from '../terminal-test';

const ACCOUNT = 'DU1234567';

/** Runs a command of the app that opens no window. */
async function command(options: LaunchOptions) {
  const app = PlainApp.start(options);
  const code = await app.ended();
  const line = app
    .printed()
    .split('\n')
    .find((candidate) => candidate.startsWith('{"command"'));
  if (line === undefined) throw new Error(`The app printed no answer: ${app.printed()}`);
  return { code, answer: JSON.parse(line) as Record<string, unknown> };
}

/** Changes the quantity in the intent of a closed journal, as an editor for bytes does. */
function changeIntent(directory: string, from: string, to: string): void {
  const file = join(directory, 'journal.db');
  const content = readFileSync(file);
  let changes = 0;
  // A page of the file may hold remains of a row beside the row itself.
  for (
    let intent = content.indexOf('"idempotencyKey":');
    intent >= 0;
    intent = content.indexOf('"idempotencyKey":', intent + 1)
  ) {
    const quantity = content.indexOf(`"quantity":"${from}"`, intent);
    if (quantity < 0 || quantity - intent > 1_000) continue;
    content.write(`"quantity":"${to}"`, quantity, 'latin1');
    changes += 1;
  }
  expect(changes).toBeGreaterThan(0);
  writeFileSync(file, content);
}

test('an order is in the journal, which proves itself, is exported, and names the entry that was changed', async ({
  launch,
  dataDirectory,
  temporaryFolder,
}) => {
  test.setTimeout(120_000);
  const session = await DesktopSession.start(temporaryFolder);
  const { environment } = session;
  try {
    const app = await launch({ environment });
    await expectReady(app.window);
    await new Ticket(app.window).place({ side: 'Buy', type: 'MKT', quantity: '17' });
    const journal = new Journal(app.window);
    await journal.open();
    await expect(journal.entries('order-intent')).toHaveCount(1);
    await expect(journal.entries('order-intent')).toContainText('quantity 17');
    await expect(journal.entries('fill').first()).toBeVisible();

    await test.step('entries are found by group and by text, and shown whole', async () => {
      await journal.list('Fills');
      await expect(journal.entries('order-intent')).toHaveCount(0);
      await expect(journal.entries('fill').first()).toContainText('AAPL');
      await journal.list('All');
      await journal.find('nothing has this text');
      await expect(journal.root).toContainText('No entries');
      await journal.find('');
      await journal.entries('order-intent').dblclick();
      const entry = app.window.getByTestId('journal-entry');
      await expect(entry).toContainText(`"accountId": "${ACCOUNT}"`);
      await app.window.keyboard.press('Escape');
      await expect(entry).toBeHidden();
    });

    await test.step('the latency of the order is shown from the click to the fill', async () => {
      await journal.list('Latency');
      const row = app.window.getByTestId('latency-table').locator('tr[data-order-id]');
      await expect(row).toHaveCount(1);
      for (const span of ['pressedToReceived', 'judgedToJournaled', 'writtenToAcknowledged', 'total'])
        await expect(cell(row, span)).toHaveText(/^[\d,.]+$/);
      await journal.list('All');
      await expect(journal.entries('order-latency')).toHaveCount(1);
    });

    await test.step('it is verified and exported in both formats', async () => {
      const status = await journal.verify();
      await expect(status).toContainText('are in order');
      const lines = join(dataDirectory, 'export.jsonl');
      const dialog = await journal.exportTo(app.electron, lines, 'JSON Lines');
      await expect(app.window.locator('.toast').last()).toContainText('entries were written');
      await expect(dialog).toBeHidden();
      const entries = readFileSync(lines, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { readonly kind: string; readonly body: object });
      expect(JSON.stringify(entries.find(({ kind }) => kind === 'order-intent')?.body)).toContain(ACCOUNT);
      const table = join(dataDirectory, 'export.csv');
      await expect(await journal.exportTo(app.electron, table, 'CSV')).toBeHidden();
      const rows = readFileSync(table, 'utf8').trimEnd().split('\r\n');
      expect(rows[0]).toContain('seq,time,atMs,kind');
      expect(rows.length).toBeGreaterThanOrEqual(entries.length + 1);
    });

    await test.step('the command line verifies and exports it beside the app', async () => {
      expect(await command({ dataDirectory, environment, options: ['--verify-journal'] })).toMatchObject({
        code: 0,
        answer: { verdict: 'proven', key: 'at hand' },
      });
      const file = join(dataDirectory, 'command.csv');
      expect(
        await command({ dataDirectory, environment, options: ['--export-journal', file] }),
      ).toMatchObject({ code: 0, answer: { format: 'csv', path: file } });
      expect(readFileSync(file, 'utf8')).toContain('order-intent');
      await expectReady(app.window);
    });
    await app.close();

    changeIntent(dataDirectory, '17', '71');
    const found = await command({ dataDirectory, environment, options: ['--verify-journal'] });
    expect(found).toMatchObject({
      code: 1,
      answer: { verdict: 'broken', firstBad: { kind: 'order-intent' } },
    });
    const sentence = String(found.answer['text']);
    expect(sentence).toMatch(/^Entry \d+ \(.*, order-intent\) was changed/);

    const again = await launch({ environment });
    await expectReady(again.window);
    const changed = new Journal(again.window);
    await changed.open();
    await expect(await changed.verify()).toContainText(`✕ ${sentence}`);
    await again.close();
  } finally {
    await session.stop();
  }
});

test('the key of the keychain is used as soon as it is unlocked', async ({ launch, temporaryFolder }) => {
  test.setTimeout(120_000);
  const session = await DesktopSession.start(temporaryFolder);
  try {
    const first = await launch({ environment: session.environment });
    await expectReady(first.window);
    await new Ticket(first.window).place({ side: 'Buy', type: 'MKT', quantity: '10' });
    await first.close();
    session.lockKeyring();

    const { window } = await launch({ environment: session.environment });
    await expectReady(window);
    const warning = window.locator('[data-warning-id="journal-key"]');
    await expect(warning).toContainText('The keychain did not give the key of the journal.');
    const settings = new SettingsDialog(window);
    await settings.open('About');
    const key = settings.root.getByTestId('journal-key');
    await expect(key).toHaveAttribute('data-state', 'locked');
    const retry = key.getByRole('button', { name: 'Try the keychain again' });
    await retry.click();
    await expect(key.getByRole('alert')).toBeVisible();
    await expect(key.getByRole('button', { name: 'Begin a new key' })).toBeDisabled();

    await session.unlockKeyring();
    // The daemon is on the bus a moment before it has opened the keyring.
    await expect(async () => {
      await retry.click({ timeout: 1_000 });
      await expect(key).toHaveAttribute('data-state', 'keychain', { timeout: 2_000 });
    }).toPass();
    await expect(warning).toHaveCount(0);
    await settings.root.getByRole('button', { name: 'Verify the journal' }).click();
    await expect(settings.root.getByRole('status').first()).toContainText('✓');
  } finally {
    await session.stop();
  }
});

test('a key that is lost is replaced once the trader has typed it out, and the journal says so', async ({
  launch,
  temporaryFolder,
}) => {
  test.setTimeout(120_000);
  const former = await DesktopSession.start(temporaryFolder);
  const fresh = await DesktopSession.start(temporaryFolder);
  try {
    const first = await launch({ environment: former.environment });
    await expectReady(first.window);
    await new Ticket(first.window).place({ side: 'Buy', type: 'MKT', quantity: '10' });
    await first.close();

    const { window } = await launch({ environment: fresh.environment });
    await expectReady(window);
    const settings = new SettingsDialog(window);
    await settings.open('About');
    const key = settings.root.getByTestId('journal-key');
    await expect(key).toHaveAttribute('data-state', 'locked');
    await settings.root.getByRole('button', { name: 'Verify the journal' }).click();
    await expect(settings.root.getByRole('status').first()).toContainText('nothing proves the journal');
    await key.getByLabel('Type NEW KEY').fill('new');
    await key.getByRole('button', { name: 'Begin a new key' }).click();
    await expect(key.getByRole('alert')).toHaveText('Type NEW KEY to confirm.');
    await key.getByLabel('Type NEW KEY').fill('NEW KEY');
    await key.getByRole('button', { name: 'Begin a new key' }).click();
    await expect(key).toHaveAttribute('data-state', 'keychain');
    await settings.root.getByRole('button', { name: 'Verify the journal' }).click();
    await expect(settings.root.getByRole('status').first()).toContainText(
      'what was signed later covers them',
    );
    await settings.close();
    const journal = new Journal(window);
    await journal.open();
    await journal.list('Rules and settings');
    await expect(journal.entries('journal-key-began')).toHaveCount(1);
  } finally {
    await former.stop();
    await fresh.stop();
  }
});
