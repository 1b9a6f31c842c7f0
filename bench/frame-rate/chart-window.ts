import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow } from 'electron';

// A window of the app's size for the page that the command line names last.

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  window.once('ready-to-show', () => window.show());
  const page = process.argv.at(-1) ?? 'plain-charts';
  return window.loadFile(join(fileURLToPath(new URL('.', import.meta.url)), 'pages', `${page}.html`));
});
