import type { AppStatus } from '../../shared/ipc/streams';
import { forgetAccount, startAccount } from '../features/account';
import { startOrders, startProtectionWatch } from '../features/orders';
import { forgetReconciliation, startReconciliation } from '../features/reconciliation';
import { loadWatchlist } from '../features/watchlist';
import { forgetInstruments, retryFailedInstruments } from '../lib/instruments';
import { request, startStreams } from '../lib/ipc-client';
import { quoteBus } from '../lib/quote-bus';
import { announce } from '../ui';
import { restoreAppearance } from './appearance';
import { restoreLayout } from './layout-store';
import { useSelection } from './selection-store';
import { loadSettings, useSettings } from './settings-store';
import { useStartPhase } from './start-phase';
import { startStatus, useStatus } from './status-store';
import { windowTitle } from './window-title';

/** However busy the page is, the dialogs are loaded this long after the window became usable. */
const dialogsWithinMs = 2_000;

/** Starts everything that lives outside React; called once, before the first render. */
export function startApp(): void {
  restoreAppearance();
  restoreLayout();
  startStreams();
  startStatus();
  startAccount();
  startOrders();
  startReconciliation();
  startProtectionWatch();
  useStatus.subscribe(({ status }, { status: before }) => {
    if (status !== null) followStatus(status, before);
  });
  useSettings.subscribe(({ settings }, { settings: before }) => {
    if (settings.readOnly !== before.readOnly) showTitle();
  });
  void loadWatchlist();
  void load();
}

async function load(): Promise<void> {
  const result = await loadSettings();
  if (!result.ok) announce(`The settings could not be read. ${result.error.text}`, 'assertive');
}

/** Once this frame is painted the window shows true things and takes input; benchmarks and screenshots wait for it. */
function markUsableAfterPaint(): void {
  requestAnimationFrame(() => {
    // A task of its own comes after the painting of the frame.
    window.setTimeout(() => {
      document.documentElement.dataset['usable'] = 'true';
      window.setTimeout(loadTheRest);
    });
  });
}

/** Lets main begin its heavier work and the chart come, then the dialogs when the page has nothing else to do. */
function loadTheRest(): void {
  void request('app.shown', {});
  useStartPhase.setState({ phase: 'usable' });
  window.requestIdleCallback(() => useStartPhase.setState({ phase: 'settled' }), {
    timeout: dialogsWithinMs,
  });
}

function showTitle(): void {
  const { status } = useStatus.getState();
  if (status !== null) document.title = windowTitle(status, useSettings.getState().settings.readOnly);
}

function followStatus(status: AppStatus, before: AppStatus | null): void {
  showTitle();
  document.documentElement.dataset['mode'] = status.profile;
  document.documentElement.dataset['connection'] = status.connection.state.kind;
  if (before === null) markUsableAfterPaint();
  if (before !== null && before.profile !== status.profile) {
    // Another gateway: nothing that the former one said is true here.
    forgetInstruments();
    forgetAccount();
    forgetReconciliation();
    quoteBus.reset();
    useSelection.getState().select(null);
    void loadWatchlist();
    void loadSettings();
  }
  const isReady = status.connection.state.kind === 'ready';
  const wasReady = before?.connection.state.kind === 'ready';
  if (isReady && !wasReady) retryFailedInstruments();
}
