import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectionIndicator, expectReady } from '../window/connection';
import { Palette } from '../window/palette';
import { SettingsDialog } from '../window/settings';
import { Ticket } from '../window/ticket';
import { Chart } from '../window/chart';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

test('theme, colours and density change at once and are kept', async ({ launch }) => {
  const first = await launch();
  await expectReady(first.window);
  const settings = new SettingsDialog(first.window);
  const look = first.window.locator('html');
  await expect(look).toHaveAttribute('data-theme', 'dark');
  const darkGround = await groundColour(first.window);

  await settings.open('Appearance');
  await settings.root.getByRole('button', { name: 'Light' }).click();
  await expect(look).toHaveAttribute('data-theme', 'light');
  expect(await groundColour(first.window)).not.toBe(darkGround);
  await settings.root.getByRole('button', { name: 'Blue and orange' }).click();
  await expect(look).toHaveAttribute('data-palette', 'blue-orange');
  await settings.root.getByRole('button', { name: 'Compact' }).click();
  await expect(look).toHaveAttribute('data-density', 'compact');
  await settings.close();
  await first.close();

  const { window } = await launch();
  for (const [attribute, value] of [
    ['data-theme', 'light'],
    ['data-palette', 'blue-orange'],
    ['data-density', 'compact'],
  ] as const)
    await expect(window.locator('html')).toHaveAttribute(attribute, value);
});

test('a gateway that cannot be is refused beside its field', async ({ simulatorApp, dataDirectory }) => {
  const settings = new SettingsDialog(simulatorApp.window);
  await settings.open('Connection');
  const form = settings.gateway('Paper');
  const fields = { Host: 'host', Port: 'port', 'Client id': 'clientId' } as const;
  for (const [label, text, says] of [
    ['Host', 'http://127.0.0.1', 'Enter a host name or address'],
    ['Host', '', 'Enter a host name or address'],
    ['Port', '0', 'Enter a port from 1 to 65535'],
    ['Port', '65536', 'Enter a port from 1 to 65535'],
    ['Port', 'four', 'Enter a port from 1 to 65535'],
    ['Client id', '-1', 'Enter a client id from 0 to 9999'],
    ['Client id', '10000', 'Enter a client id from 0 to 9999'],
    ['Client id', '1.5', 'Enter a client id from 0 to 9999'],
  ] as const) {
    await test.step(`${label}: ${text}`, async () => {
      await settings.fillGateway('Paper', { host: '127.0.0.1', port: '4003', clientId: '1' });
      await settings.fillGateway('Paper', { [fields[label]]: text });
      await expect(form.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
      await expect(form).toContainText(says);
    });
  }
  expect(JSON.parse(readFileSync(join(dataDirectory, 'settings.json'), 'utf8'))).toMatchObject({
    paper: { host: '127.0.0.1', port: 4003, clientId: 1 },
  });
});

test('the paper mode is switched on and off', async ({ simulatorApp, startGateway }) => {
  const { window } = simulatorApp;
  const settings = new SettingsDialog(window);
  const gateway = await startGateway();
  const ticket = new Ticket(window);
  await expectReady(window);

  await settings.open('Connection');
  await settings.fillGateway('Paper', { port: String(gateway.port) });
  await expect(settings.gateway('Paper')).toContainText('Saved.');
  await settings.root.getByRole('tab', { name: 'Mode' }).click();
  await settings.choose('Paper');
  await expect(window).toHaveTitle('Tradewind — PAPER — ready', { timeout: 20_000 });
  await settings.close();
  await expect(window.getByTestId('mode-badge')).toHaveText('PAPER');
  await expect(window.getByTestId('status-bar')).toContainText(`Gateway 127.0.0.1:${gateway.port}`);
  await expect(window.locator('html')).toHaveAttribute('data-mode', 'paper');

  await window.getByTestId('mode-badge').click();
  await settings.choose('Simulator');
  await expect(window).toHaveTitle('Tradewind — SIMULATOR — ready', { timeout: 20_000 });
  await settings.close();
  await expect(ticket.placeButton).toBeEnabled();
});

test('a paper account is refused in the Live mode, with the reason', async ({
  simulatorApp,
  startGateway,
}) => {
  const { window } = simulatorApp;
  const settings = new SettingsDialog(window);
  const gateway = await startGateway({ account: 'DU7654321' });
  const ticket = new Ticket(window);
  await expectReady(window);

  await settings.open('Connection');
  await settings.fillGateway('Live', { port: String(gateway.port) });
  await expect(settings.gateway('Live')).toContainText('Saved.');
  await settings.root.getByRole('tab', { name: 'Mode' }).click();
  await settings.choose('Live');
  await expect(window).toHaveTitle('Tradewind — LIVE — ready', { timeout: 20_000 });
  await expect(settings.root).toContainText('Live orders do not go out.');
  await expect(settings.root).toContainText('DU7654321 is a paper account');
  await settings.close();
  await expect(window.getByTestId('mode-badge')).toHaveText('LIVE · LOCKED');
  await expect(connectionIndicator(window)).toHaveAttribute('data-state', 'ready');
  await expect(ticket.root).toContainText('The profile is LIVE, but DU7654321 is a paper account.');
  await expect(ticket.root.getByRole('button', { name: 'Place LIVE order' })).toBeDisabled();
});

test('watchlist and chart are there again after a restart, the chart even without the gateway', async ({
  launch,
  gateway,
}) => {
  const options = ['--profile', 'paper', '--gateway', `127.0.0.1:${gateway.port}`];
  const first = await launch({ options });
  const { keyboard } = first.window;
  const watchlist = new Watchlist(first.window);
  await expectReady(first.window);
  const palette = new Palette(first.window);
  await palette.search('AMZN');
  await expect(palette.option(/AMZN/)).toBeVisible();
  await keyboard.press('Control+Enter');
  await expect(watchlist.row('AMZN')).toBeVisible();
  await watchlist.select('TSLA');
  await keyboard.press('Delete');
  await expect(watchlist.row('TSLA')).toHaveCount(0);
  await watchlist.select('AAPL');
  await new Chart(first.window).expectBars('AAPL');
  await first.close();
  await gateway.kill();

  const { window } = await launch({ options });
  await expect(connectionIndicator(window)).not.toHaveAttribute('data-state', 'ready');
  // Names come from the gateway; the list and the bars do not.
  const conIds = () =>
    new Watchlist(window).rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-con-id')));
  const ours = [265598, 272093, 4815747, 756733, 320227571, 12087792, 3691937];
  await expect.poll(conIds).toEqual(ours.map(String));
  await new Chart(window).expectPainted();
  await expect(window.getByTestId('chart-legend')).toContainText(/Close\s*\d+\.\d\d/);
  await expect(connectionIndicator(window)).not.toHaveAttribute('data-state', 'ready');
});

/** The colour behind the panels. */
function groundColour(window: Page): Promise<string> {
  return window.evaluate<string>('getComputedStyle(document.body).backgroundColor');
}
