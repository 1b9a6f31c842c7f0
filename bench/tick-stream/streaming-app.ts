import { fileURLToPath } from 'node:url';
import { app, session } from 'electron';
import { parseCommandLine } from '../../src/main/app/command-line';
import { runDesktop } from '../../src/main/app/desktop';
import { bundledFiles } from '../../src/main/app/window';
import { createFileLogger } from '../../src/main/platform/file-logger';
import { registerAppScheme, serveAppPages } from '../../src/main/security/app-protocol';
import { hardenBeforeReady, hardenContents, hardenSession } from '../../src/main/security/harden';

// The app as it ships, as far as streams are concerned: its own desktop, window and pages, without the checks of every
// outgoing item that tests switch on, and free to connect to the tick gateway on whatever runtime this is.

const mainDirectory = fileURLToPath(new URL('../main/', import.meta.url));
const commandLine = parseCommandLine(process.argv.slice(2), false);
if (!commandLine.ok) throw new Error(commandLine.error);
const { value: options } = commandLine;
const dataDirectory = options.userDataDirectory ?? app.getPath('userData');
app.setPath('userData', dataDirectory);
const files = bundledFiles(mainDirectory);
const log = createFileLogger(dataDirectory, 'info', null);

hardenBeforeReady(false, null);
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();
hardenContents('app://tradewind/index.html', log);
void app.whenReady().then(() => {
  hardenSession(session.defaultSession, null, log);
  serveAppPages(session.defaultSession, files.pages, log);
  return runDesktop({
    version: 'bench',
    dataDirectory,
    commandLine: options,
    runtime: { unofficial: false, simulatorLock: null, endToEndTest: false },
    mainDirectory,
    devServer: null,
    files,
    log,
    openLog: () => Promise.resolve(),
  });
});
