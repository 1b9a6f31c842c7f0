import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectReady } from '../window/connection';
import { Chart } from '../window/chart';
import { Diagnostics } from '../window/diagnostics';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

const ACCOUNT = 'DU1234567';

test('every message with the gateway is shown field by field, with the account masked, and exported', async ({
  simulatorApp,
  dataDirectory,
}) => {
  const { window, electron } = simulatorApp;
  await expectReady(window);
  await new Watchlist(window).select('AAPL');
  await new Chart(window).expectBars('AAPL');
  await new Ticket(window).place({ side: 'Buy', type: 'MKT', quantity: '3' });

  const diagnostics = new Diagnostics(window);
  await diagnostics.open();
  const { root } = diagnostics;
  await root.getByRole('checkbox', { name: 'Orders only' }).click();
  await expect(diagnostics.rows('tickPrice')).toHaveCount(0);
  await root.getByRole('button', { name: /Sent/ }).click();
  await expect(diagnostics.rows('orderStatus')).toHaveCount(0);
  await diagnostics.rows('placeOrder').first().click();
  await expect(diagnostics.fields).toContainText('orderType');
  await expect(diagnostics.fields).toContainText('MKT');

  await root.getByRole('button', { name: 'Both ways' }).click();
  await root.getByRole('textbox', { name: 'Find' }).fill('filled');
  await expect(diagnostics.rows('orderStatus').first()).toContainText(/status Filled/);
  await expect(diagnostics.rows('placeOrder')).toHaveCount(0);
  await root.getByRole('textbox', { name: 'Find' }).fill('nothing has this text');
  await expect(root).toContainText('No messages');
  await root.getByRole('textbox', { name: 'Find' }).fill('');
  await expect(diagnostics.rows('placeOrder').first()).toBeVisible();
  expect(await root.textContent()).not.toContain(ACCOUNT);

  const file = join(dataDirectory, 'export.jsonl');
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await root.getByRole('button', { name: 'Export…' }).click();
  await expect(window.locator('.toast').filter({ hasText: 'messages were written' })).toBeVisible();
  const exported = readFileSync(file, 'utf8');
  expect(exported).not.toContain(ACCOUNT);
  const names = exported
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
    .map((message) => (message as { readonly name: string }).name);
  for (const name of ['startApi', 'placeOrder', 'orderStatus', 'execDetails', 'tickPrice'])
    expect(names).toContain(name);
});
