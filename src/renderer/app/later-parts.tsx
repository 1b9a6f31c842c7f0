import { lazy, startTransition, Suspense, useEffect, useState } from 'react';
import { ChartPlaceholder } from '../features/chart/chart-placeholder';
import { useDialogs } from './dialog-store';
import { useStartPhase } from './start-phase';

const ChartPanel = lazy(async () => ({ default: (await import('../features/chart')).ChartPanel }));
const Dialogs = lazy(async () => ({ default: (await import('./dialogs')).Dialogs }));

/** The chart, which is loaded as soon as the rest of the window is on the screen. */
export function LaterChart() {
  const due = useOnceDue(useStartPhase(({ phase }) => phase !== 'starting'));
  return <Suspense fallback={<ChartPlaceholder />}>{due ? <ChartPanel /> : <ChartPlaceholder />}</Suspense>;
}

/** The dialogs, which are loaded when the page has time to spare, or at once when one is asked for before. */
export function LaterDialogs() {
  const settled = useStartPhase(({ phase }) => phase === 'settled');
  const asked = useDialogs(({ dialog }) => dialog.kind !== 'none');
  // Once there, they stay: a dialog gives the focus back while it closes.
  const due = useOnceDue(settled || asked);
  return <Suspense>{due ? <Dialogs /> : null}</Suspense>;
}

/**
 * True from the time on at which something was first due. It becomes so in a transition: what is shown stays until the
 * part is loaded, and the part then appears without the pause that follows a fallback.
 */
function useOnceDue(due: boolean): boolean {
  const [wasDue, setWasDue] = useState(false);
  useEffect(() => {
    if (due) startTransition(() => setWasDue(true));
  }, [due]);
  return wasDue;
}
