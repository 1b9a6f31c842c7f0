import { BottomPanel } from '../window/bottom-panel';
import { Chart } from '../window/chart';
import { expectReady } from '../window/connection';
import { Palette } from '../window/palette';
import { SettingsDialog } from '../window/settings';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

/** Notes each violation of the content policy, from the first line of the document on. */
const noteViolations = `
  window.policyViolations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    window.policyViolations.push([event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber].join(' '));
  });`;

test('a whole session breaks the content policy nowhere', async ({ simulatorApp }) => {
  const { window } = simulatorApp;
  const complaints: string[] = [];
  window.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  window.on('pageerror', (error) => complaints.push(String(error)));
  await window.addInitScript(noteViolations);
  await window.reload();
  await expectReady(window);
  const violations = () => window.evaluate<string[]>('window.policyViolations');

  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  const settings = new SettingsDialog(window);
  await new Watchlist(window).select('AAPL');
  await new Chart(window).expectBars('AAPL');
  await window.getByTestId('chart-panel').getByRole('button', { name: '1 min' }).click();
  await new Chart(window).expectBars('AAPL');
  await window.getByRole('combobox', { name: 'All intervals' }).click();
  await window.getByRole('option', { name: '15 minutes', exact: true }).click();
  await new Chart(window).expectBars('AAPL');
  await ticket.place({ side: 'Buy', type: 'MKT', quantity: '10' });
  await ticket.place({
    side: 'Buy',
    type: 'LMT',
    quantity: '10',
    limitPrice: ((await ticket.bid()) - 1).toFixed(2),
  });
  await panel.modify(panel.order('working'), { quantity: '11' });
  for (const tab of ['Fills', 'Positions', 'Messages', 'Orders'] as const) await panel.show(tab);
  for (const section of ['Mode', 'Connection', 'Appearance', 'About'] as const) {
    await settings.open(section);
    await settings.close();
  }
  const palette = new Palette(window);
  await palette.search('spy');
  await expect(palette.option(/SPY/)).toBeVisible();
  await window.keyboard.press('Escape');
  await window.getByTestId('connection-indicator').click();
  await window.keyboard.press('Escape');
  await panel.cancelAll();
  await expect(panel.root).toContainText('No working orders');

  expect(await violations()).toEqual([]);
  expect(complaints).toEqual([]);
  // The listener does hear them.
  await window.evaluate(`fetch('https://example.org/').catch(() => undefined)`);
  await expect.poll(async () => (await violations()).length).toBe(1);
});

test('the page reaches nothing but its two bridge functions', async ({ simulatorApp }) => {
  const { window } = simulatorApp;
  expect(await window.evaluate<string[]>('Object.keys(window.tradewind).sort()')).toEqual([
    'openPort',
    'request',
  ]);
  expect(
    await window.evaluate<string[]>(
      `['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron', '__dirname'].filter((name) => name in window)`,
    ),
  ).toEqual([]);
  expect(await window.evaluate<boolean>('Object.isFrozen(window.tradewind)')).toBe(true);
  for (const [what, attempt] of [
    ['fetch', `fetch('https://example.org/')`],
    ['fetch of a file', `fetch('file:///etc/passwd')`],
    [
      'a web socket',
      `new Promise((open, fail) => { const s = new WebSocket('ws://127.0.0.1:9'); s.onopen = open; s.onerror = () => fail(new Error('refused')); })`,
    ],
    ['eval', `Promise.resolve().then(() => (0, eval)('1 + 1'))`],
    ['a permission', `navigator.mediaDevices.getUserMedia({ audio: true })`],
    [
      'a notification',
      `Notification.requestPermission().then((answer) => { if (answer !== 'granted') throw new Error(answer); })`,
    ],
  ] as const) {
    // In a task of the page's own: what a debugger evaluates itself may do more.
    const outcome = await window.evaluate<string>(
      `new Promise((settle) => setTimeout(() => Promise.resolve().then(() => ${attempt}).then(() => settle('allowed'), () => settle('refused'))))`,
    );
    expect(outcome, what).toBe('refused');
  }
});

test('the page opens no window and goes nowhere else', async ({ simulatorApp }) => {
  const { electron, window } = simulatorApp;
  await expectReady(window);
  const address = window.url();
  expect(await window.evaluate<boolean>(`window.open('https://example.org/') === null`)).toBe(true);
  // In tasks of the page's own, and looked at through Electron: Playwright waits for the end of a navigation, and a
  // refused one has none.
  const pageSays = (expression: string) =>
    electron.evaluate(
      async ({ BrowserWindow }, code) =>
        String(await BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code)),
      expression,
    );
  for (const elsewhere of ['https://example.org/', 'file:///etc/passwd', 'data:text/html,x'])
    await pageSays(`setTimeout(() => {
      const link = document.createElement('a');
      link.href = ${JSON.stringify(elsewhere)};
      document.body.append(link);
      link.click();
      link.remove();
    }); ''`);
  await pageSays(`setTimeout(() => location.assign('https://example.org/')); ''`);
  // It still works, at the same address.
  const lastPrice = `document.querySelector('[data-testid="watchlist"] [data-con-id] [data-column="last"]').textContent`;
  const last = await pageSays(lastPrice);
  await expect.poll(() => pageSays(lastPrice)).not.toBe(last);
  expect(await pageSays('location.href')).toBe(address);
  expect(electron.windows()).toHaveLength(1);
  // An empty page cannot be refused; the window comes back from it by itself.
  await pageSays(`setTimeout(() => location.assign('about:blank')); ''`);
  await expect.poll(() => pageSays(`document.documentElement.dataset.connection ?? ''`)).toBe('ready');
  expect(await pageSays('location.href')).toBe(address);
});
