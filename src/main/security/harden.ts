import { app, type Session } from 'electron';
import type { Logger } from '../platform/logger';
import { originOf } from '../ipc/sender-guard';
import { isAllowedRequest } from './request-filter';

/**
 * Switches that must be set before Chromium starts: no host is ever looked up, nothing phones home.
 * @param devOrigin origin of the development server, the one host that may be looked up, or null.
 */
export function hardenBeforeReady(packaged: boolean, devOrigin: string | null): void {
  const devHost = devOrigin === null ? null : (URL.parse(devOrigin)?.hostname ?? null);
  app.commandLine.appendSwitch(
    'host-resolver-rules',
    devHost === null ? 'MAP * ~NOTFOUND' : `MAP * ~NOTFOUND, EXCLUDE ${devHost}`,
  );
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('no-pings');
  app.commandLine.appendSwitch(
    'disable-features',
    'SpareRendererForSitePerProcess,MediaRouter,OptimizationHints,AutofillServerCommunication',
  );
  if (packaged) {
    // The fuses do not cover these; a debugger on a port would be a listener and a way in.
    app.commandLine.removeSwitch('remote-debugging-port');
    app.commandLine.removeSwitch('remote-debugging-pipe');
  }
}

/**
 * Closes every way out of a session: no permission, no request but our own pages, no download, no spell-check host.
 * @param devOrigin origin of the development server, or null.
 */
export function hardenSession(session: Session, devOrigin: string | null, log: Logger): void {
  session.setSpellCheckerLanguages([]);
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn('permission refused', { permission });
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = isAllowedRequest(details.url, devOrigin);
    if (!allowed) log.warn('request cancelled', { url: details.url.slice(0, 200) });
    answer({ cancel: !allowed });
  });
  session.on('will-download', (event) => event.preventDefault());
}

/**
 * No page may navigate, open a window or embed a web view.
 * @param home address of our page: a contents that got away all the same, as to `about:blank`, is brought back.
 */
export function hardenContents(home: string, log: Logger): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      log.warn('navigation refused', { url: event.url.slice(0, 200) });
      event.preventDefault();
    });
    contents.on('did-navigate', (_navigation, url) => {
      if (originOf(url) === originOf(home)) return;
      log.error('the page had left its origin', { url: url.slice(0, 200) });
      void contents.loadURL(home);
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      log.warn('window refused', { url: url.slice(0, 200) });
      return { action: 'deny' };
    });
  });
}
