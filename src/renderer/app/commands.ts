import { type Profile, profiles } from '../../shared/domain/profile';
import type { Settings } from '../../shared/ipc/settings';
import type { AppStatus } from '../../shared/ipc/streams';
import { reconnect } from '../features/connection';
import { protectSelectedPosition } from '../features/orders';
import { compareWithIb, showReconciliation } from '../features/reconciliation';
import { pressKillSwitch } from '../features/risk';
import type { PaletteCommand } from '../features/search';
import { announce } from '../ui';
import { cancelAllOrders, focusTicket, showTab } from './actions';
import { openSettings, useDialogs } from './dialog-store';
import { bottomTabs } from './layout-store';
import { killHotkey, modifierName } from './modifier';
import { type AppInfo, selectProfile, updateSettings } from './settings-store';

/** What decides which commands there are. */
export interface CommandContext {
  readonly status: AppStatus | null;
  readonly settings: Settings;
  readonly info: AppInfo | null;
}

/** The commands of the palette. */
export function paletteCommands({ status, settings, info }: CommandContext): readonly PaletteCommand[] {
  const nextTheme = settings.theme === 'light' ? 'dark' : 'light';
  return [
    {
      id: 'ticket-buy',
      title: 'Buy: go to the ticket',
      keywords: 'focus order',
      hotkey: 'Alt B',
      run: () => focusTicket('BUY'),
    },
    {
      id: 'ticket-sell',
      title: 'Sell: go to the ticket',
      keywords: 'focus order',
      hotkey: 'Alt S',
      run: () => focusTicket('SELL'),
    },
    ...bottomTabs.map((tab, index) => ({
      id: `show-${tab}`,
      title: `Show ${tab}`,
      keywords: 'tab panel',
      hotkey: `Alt ${index + 1}`,
      run: () => showTab(tab),
    })),
    {
      id: 'cancel-all',
      title: 'Cancel all orders',
      keywords: 'global panic stop',
      hotkey: `${modifierName} Shift X`,
      run: () => void cancelAllOrders(),
    },
    {
      id: 'protect',
      title: 'Repair the stops of an unprotected position',
      keywords: 'protect stop loss missing quantity bracket',
      hotkey: 'Alt P',
      run: () => protectSelectedPosition(),
    },
    {
      id: 'kill',
      title: 'Kill switch: halt trading and cancel everything',
      keywords: 'panic stop emergency flatten',
      hotkey: killHotkey,
      run: () => void pressKillSwitch(),
    },
    {
      id: 'limits',
      title: 'Open the limits',
      keywords: 'risk gate halted reducing active daily loss',
      run: () => openSettings('limits'),
    },
    {
      id: 'reconnect',
      title: 'Reconnect to the gateway',
      keywords: 'connection try again',
      run: () => void reconnect(),
    },
    {
      id: 'compare',
      title: 'Compare with IB now',
      keywords: 'reconcile orders executions positions check agree',
      run: () => void compareWithIb(),
    },
    {
      id: 'while-away',
      title: 'Show what happened while you were away',
      keywords: 'reconciliation last report fills cancelled positions unexplained',
      run: () => showReconciliation(),
    },
    {
      id: 'settings',
      title: 'Open settings',
      keywords: 'preferences host port client id',
      hotkey: `${modifierName} ,`,
      run: () => openSettings(),
    },
    {
      id: 'theme',
      title: `Use the ${nextTheme} theme`,
      keywords: 'toggle theme appearance dark light',
      run: () => void report(updateSettings({ theme: nextTheme })),
    },
    ...profiles
      .filter((profile) => profile !== status?.profile)
      .map((profile) => profileCommand(profile, info?.unofficialRuntime === true)),
    {
      id: 'verify-journal',
      title: 'Verify the journal',
      keywords: 'about version licence',
      run: () => openSettings('about'),
    },
    {
      id: 'diagnostics',
      title: 'Show the messages with the gateway',
      keywords: 'diagnostics log frames wire protocol export support',
      run: () => useDialogs.getState().show({ kind: 'diagnostics' }),
    },
    {
      id: 'keyboard',
      title: 'Keyboard help',
      keywords: 'hotkeys shortcuts',
      hotkey: 'F1',
      run: () => useDialogs.getState().show({ kind: 'keyboard' }),
    },
  ];
}

function profileCommand(profile: Profile, locked: boolean): PaletteCommand {
  const name = { simulator: 'Simulator', paper: 'Paper', live: 'Live' }[profile];
  return {
    id: `profile-${profile}`,
    title: `Switch to ${name}`,
    keywords: 'mode profile account',
    disabledReason: locked && profile !== 'simulator' ? 'needs the official runtime' : undefined,
    // Live is never one keystroke away: the settings explain it first.
    run: profile === 'live' ? () => openSettings('mode') : () => void report(selectProfile(profile)),
  };
}

async function report(
  outcome: ReturnType<typeof selectProfile> | ReturnType<typeof updateSettings>,
): Promise<void> {
  const result = await outcome;
  if (!result.ok) announce(result.error.text, 'assertive');
}
