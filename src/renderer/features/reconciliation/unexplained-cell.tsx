import type { Position } from '../../../shared/domain/account';
import { instrumentName } from '../../../shared/domain/order-sentence';
import { WarningIcon } from '../../ui';
import { showReconciliation } from './reconciliation-actions';
import './reconciliation.css';
import { signedQuantity } from './reconciliation-words';

/** The quantity of a position that no fill explains, with the way to what can be done; nothing when it adds up. */
export function UnexplainedCell({ position }: { readonly position: Position }) {
  if (position.unexplained === null) return null;
  const amount = signedQuantity(position.unexplained);
  return (
    <button
      type="button"
      className="unexplained-cell"
      aria-label={`${instrumentName(position)}: ${amount} unexplained, look at it`}
      title="IB has a quantity that start position and fills do not make"
      onClick={showReconciliation}
    >
      <WarningIcon />
      {amount}
    </button>
  );
}
