import { tinykeys } from 'tinykeys';
import { protectSelectedPosition } from '../features/orders';
import { pressKillSwitch } from '../features/risk';
import { cancelAllOrders, focusTicket, showTab } from './actions';
import { openPalette, openSettings, useDialogs } from './dialog-store';
import { bottomTabs } from './layout-store';
import { killHotkey, modifierName } from './modifier';

/** One line of the keyboard help. */
export interface HotkeyLine {
  readonly keys: string;
  readonly action: string;
}

/** The hotkeys by place, as the help shows them. */
export const hotkeyHelp: readonly { readonly place: string; readonly lines: readonly HotkeyLine[] }[] = [
  {
    place: 'Everywhere',
    lines: [
      { keys: `${modifierName} K`, action: 'Search a symbol or a command' },
      { keys: `${modifierName} ,`, action: 'Settings' },
      { keys: 'Alt B', action: 'Ticket: buy' },
      { keys: 'Alt S', action: 'Ticket: sell' },
      { keys: 'Alt 1 … Alt 5', action: 'Orders, fills, positions, messages, journal' },
      { keys: `${modifierName} Shift X`, action: 'Cancel all orders' },
      { keys: 'Alt P', action: 'Repair the stops of an unprotected position' },
      { keys: killHotkey, action: 'Kill switch: halt trading and cancel everything' },
      { keys: 'F1 or ?', action: 'This help' },
    ],
  },
  {
    place: 'Watchlist',
    lines: [
      { keys: '↑ ↓ Page Up Page Down Home End', action: 'Select an instrument' },
      { keys: 'Alt ↑, Alt ↓', action: 'Move it' },
      { keys: 'Delete', action: 'Remove it' },
      { keys: 'Insert, or a letter', action: 'Search' },
    ],
  },
  {
    place: 'Numbers and splitters',
    lines: [
      { keys: '↑ ↓', action: 'One step; with Shift ten' },
      { keys: 'Enter on a splitter', action: 'Its usual size' },
    ],
  },
];

/** Listens for the hotkeys until the returned function is called. */
export function listenForHotkeys(target: Window): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {
    '$mod+KeyK': () => openPalette(),
    '$mod+Comma': () => openSettings(),
    'Alt+KeyB': () => focusTicket('BUY'),
    'Alt+KeyS': () => focusTicket('SELL'),
    'Alt+KeyP': () => protectSelectedPosition(),
    '$mod+Shift+KeyK': () => void pressKillSwitch(),
    '$mod+Shift+KeyX': () => void cancelAllOrders(),
    F1: () => useDialogs.getState().show({ kind: 'keyboard' }),
    '[Shift]+?': () => useDialogs.getState().show({ kind: 'keyboard' }),
  };
  for (const [index, tab] of bottomTabs.entries()) bindings[`Alt+Digit${index + 1}`] = () => showTab(tab);
  const handled = Object.fromEntries(
    Object.entries(bindings).map(([keys, run]) => [
      keys,
      (event: KeyboardEvent) => {
        event.preventDefault();
        run(event);
      },
    ]),
  );
  // A question mark is text where text is typed; the others are hotkeys there, too.
  return tinykeys(target, handled, { ignore: (event) => event.key === '?' && isTyping(event.target) });
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  );
}
