import type * as z from 'zod';
import { type Settings, settingsSchema } from '../../shared/ipc/settings';
import { readStored, writeStored } from '../lib/stored-value';

/** The settings that change how the page looks. */
export type Appearance = Pick<Settings, 'theme' | 'palette' | 'density'>;

const appearanceSchema: z.ZodType<Appearance> = settingsSchema.pick({
  theme: true,
  palette: true,
  density: true,
});
const storageKey = 'tradewind.appearance';
let current: Appearance | null = null;

/** The theme that is shown for a setting. */
export function shownTheme(theme: Appearance['theme'], systemIsLight: boolean): 'dark' | 'light' {
  return theme === 'system' ? (systemIsLight ? 'light' : 'dark') : theme;
}

/** Height of a table row in pixels; the same as `--row`. */
export function rowHeightOf(density: Appearance['density']): number {
  switch (density) {
    case 'compact':
      return 20;
    case 'regular':
      return 24;
    case 'comfortable':
      return 28;
  }
}

/** Puts the look onto the root element. */
export function applyAppearance(appearance: Appearance): void {
  current = appearance;
  const { dataset } = document.documentElement;
  dataset['theme'] = shownTheme(appearance.theme, systemLight().matches);
  dataset['palette'] = appearance.palette;
  dataset['density'] = appearance.density;
}

/** Keeps the look for the first paint of the next start, before main has answered. */
export function rememberAppearance({ theme, palette, density }: Appearance): void {
  writeStored(localStorage, storageKey, { theme, palette, density });
}

/** Takes the look of the last time and follows the system's theme; called once, before the first render. */
export function restoreAppearance(): void {
  const stored = readStored(localStorage, storageKey, appearanceSchema);
  applyAppearance(stored ?? { theme: 'dark', palette: 'green-red', density: 'regular' });
  systemLight().addEventListener('change', () => {
    if (current !== null) applyAppearance(current);
  });
}

function systemLight(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: light)');
}
