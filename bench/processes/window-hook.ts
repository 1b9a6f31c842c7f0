import { app, type WebContents } from 'electron';
import { type FromHook, readyVariable, toHookSchema } from './window-protocol';

// Loaded into an Electron main process with -r, before the app under measurement: it lets the benchmark look into the
// window without a debugger attached, which would slow down what is measured.

let window: WebContents | null = null;
const readyWhen = process.env[readyVariable] ?? 'true';

/** Asks in every frame, and once more after the next one, when what made it true is on the screen. */
const readyScript = `new Promise((resolve) => {
  const look = () => requestAnimationFrame(() => ((${readyWhen}) ? requestAnimationFrame(() => resolve(true)) : look()));
  look();
})`;

function tell(message: FromHook): void {
  process.send?.(message);
}

app.on('web-contents-created', (_event, contents) => {
  window ??= contents;
  contents.once('dom-ready', () => {
    contents.mainFrame.executeJavaScript(readyScript).then(
      () => tell({ op: 'ready' }),
      () => undefined,
    );
  });
});

process.on('message', (raw) => {
  const message = toHookSchema.parse(raw);
  if (message.op === 'cpu') {
    const { user, system } = process.cpuUsage();
    tell({ op: 'value', id: message.id, value: (user + system) / 1_000 });
    return;
  }
  const frame = window?.mainFrame;
  if (frame === undefined) {
    tell({ op: 'failed', id: message.id, text: 'there is no window' });
    return;
  }
  frame.executeJavaScript(message.script).then(
    (value: unknown) => tell({ op: 'value', id: message.id, value }),
    (error: unknown) => tell({ op: 'failed', id: message.id, text: String(error) }),
  );
});
