import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { appOrigin } from '../security/content-policy';

export type WindowTheme = 'dark' | 'light' | 'system';

export interface WindowOptions {
  readonly preload: string;
  /** Address of the development server, or null. */
  readonly devServer: string | null;
  /** Decides the colour behind the first frame. */
  readonly theme: WindowTheme;
  readonly packaged: boolean;
}

/** Opens the main window, at once and in the colour of its page, so that nothing flashes. */
export function openMainWindow({ preload, devServer, theme, packaged }: WindowOptions): BrowserWindow {
  const dark = theme === 'dark' || (theme === 'system' && nativeTheme.shouldUseDarkColors);
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 680,
    backgroundColor: dark ? '#0B0E11' : '#F4F6F8',
    title: 'Tradewind',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !packaged,
      v8CacheOptions: 'bypassHeatCheck',
    },
  });
  void window.loadURL(devServer ?? `${appOrigin}/index.html`);
  return window;
}

/** Where the bundled files are, seen from the bundled main. */
export function bundledFiles(mainDirectory: string): { readonly preload: string; readonly pages: string } {
  return { preload: join(mainDirectory, '../preload/index.cjs'), pages: join(mainDirectory, '../renderer') };
}
