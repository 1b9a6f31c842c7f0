import {
  type BrowserWindow,
  ipcMain,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  MessageChannelMain,
  type MessagePortMain,
} from 'electron';
import { portChannel, requestChannel } from '../../shared/ipc/bridge';
import type { Logger } from '../platform/logger';
import type { Router } from './router';
import { isTrustedSender, type Sender, type TrustedSenders } from './sender-guard';
import type { StreamHub, StreamPort } from './stream-hub';

/** The only handlers on ipcMain: one for requests, one that opens the stream port of a window. */
export function serveIpc({
  services,
  trusted,
  log,
}: {
  /** What serves the windows; what they ask before it is there waits for it. */
  readonly services: Promise<{ readonly router: Router; readonly hub: StreamHub }>;
  readonly trusted: TrustedSenders;
  readonly log: Logger;
}): void {
  const ports = new Map<number, MessagePortMain>();
  ipcMain.handle(requestChannel, async (event, name: unknown, input: unknown) => {
    // The frame may be gone when the services are there, so the sender is read now.
    const sender = senderOf(event);
    return (await services).router.dispatch(sender, name, input);
  });
  ipcMain.on(portChannel, (event) => {
    if (!isTrustedSender(senderOf(event), trusted)) {
      log.error('stream port refused: unknown sender');
      return;
    }
    ports.get(event.sender.id)?.close();
    const { port1, port2 } = new MessageChannelMain();
    ports.set(event.sender.id, port1);
    event.senderFrame?.postMessage(portChannel, null, [port2]);
    // A port keeps what comes before it is started.
    void services.then(({ hub }) => {
      hub.attach(asStreamPort(port1));
      port1.start();
    });
  });
}

/** A window that is gone takes its streams with it. */
export function forgetWindow(window: BrowserWindow, forget: (webContentsId: number) => void): void {
  const { id } = window.webContents;
  window.once('closed', () => forget(id));
}

function senderOf(event: IpcMainEvent | IpcMainInvokeEvent): Sender {
  const frame = event.senderFrame;
  return {
    webContentsId: event.sender.id,
    frameUrl: frame === null ? null : frame.url,
    isTopFrame: frame !== null && frame.parent === null,
  };
}

function asStreamPort(port: MessagePortMain): StreamPort {
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', (event) => listener(event.data)),
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  };
}
