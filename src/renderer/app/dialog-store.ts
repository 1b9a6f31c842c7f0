import { create } from 'zustand';

/** The section of the settings that a link leads to. */
export type SettingsSection = 'mode' | 'limits' | 'connection' | 'appearance' | 'about';

/** The dialog in front; there is never more than one of the shell's own. */
export type ShellDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'settings'; readonly section: SettingsSection }
  | { readonly kind: 'keyboard' }
  | { readonly kind: 'diagnostics' }
  | { readonly kind: 'reconciliation' }
  | { readonly kind: 'palette' };

/** How the palette was opened. */
export interface PaletteOpening {
  /** What was typed before it opened. */
  readonly text: string;
  /** `add`: choosing an instrument also puts it into the watchlist. */
  readonly purpose: 'open' | 'add';
}

interface DialogStore {
  readonly dialog: ShellDialog;
  /** Outlives the palette, which still shows it while it closes and gives the focus back. */
  readonly opening: PaletteOpening;
  readonly show: (dialog: ShellDialog) => void;
  readonly close: () => void;
}

/** Which of the shell's dialogs is open. */
export const useDialogs = create<DialogStore>()((set) => ({
  dialog: { kind: 'none' },
  opening: { text: '', purpose: 'open' },
  show: (dialog) => set({ dialog }),
  close: () => set({ dialog: { kind: 'none' } }),
}));

/** Opens the search, with what was typed so far. */
export function openPalette(text = '', purpose: PaletteOpening['purpose'] = 'open'): void {
  useDialogs.setState({ dialog: { kind: 'palette' }, opening: { text, purpose } });
}

/** Opens the settings at a section. */
export function openSettings(section: SettingsSection = 'mode'): void {
  useDialogs.getState().show({ kind: 'settings', section });
}
