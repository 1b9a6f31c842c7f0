import { Button, IconButton, CloseIcon, WarningIcon } from '../../ui';
import { putAwayReconciliation, showReconciliation } from './reconciliation-actions';
import './reconciliation.css';
import { useReconciliation } from './reconciliation-store';
import { gapsSentence } from './reconciliation-words';

/** Tells once what happened while the app was away, and as long as it is so that a position does not add up. */
export function ReconciliationBar() {
  const { report, unseen, gaps } = useReconciliation();
  const news = unseen ? (report?.sentence ?? null) : null;
  const gapsText = gapsSentence(gaps);
  return (
    <div role="status" aria-label="Comparison with IB" data-testid="reconciliation-bar">
      {news === null ? null : (
        <p className="reconciliation-line">
          <span className="reconciliation-text">{news}</span>
          <Button size="small" onClick={showReconciliation}>
            Show
          </Button>
          <IconButton label="Put away" onClick={() => void putAwayReconciliation()}>
            <CloseIcon />
          </IconButton>
        </p>
      )}
      {gapsText === null ? null : (
        <p className="reconciliation-line reconciliation-alarm">
          <WarningIcon />
          <span className="reconciliation-text">{gapsText}</span>
          <Button size="small" onClick={showReconciliation}>
            Look at it
          </Button>
        </p>
      )}
    </div>
  );
}
