import type { ConId } from '../../../shared/domain/instrument';
import { gapSentence, gapWords } from '../../../shared/domain/protection';
import { WarningIcon } from '../../ui';
import { protectPosition, useProtection } from './protection-watch';

/** Says that the stops of a position do not have its size, and by how much; empty where nothing is wrong. */
export function ProtectionCell({ conId }: { readonly conId: ConId }) {
  const gap = useProtection((state) => state.gaps.get(conId)) ?? null;
  if (gap === null) return null;
  const sentence = gapSentence(gap);
  return (
    <span className="position-unprotected" data-testid="unprotected" title={`Unprotected. ${sentence}`}>
      <WarningIcon /> {gapWords(gap)}
    </span>
  );
}

/** Brings the stops to the size of the position. */
export function RepairButton({ conId, name }: { readonly conId: ConId; readonly name: string }) {
  const unprotected = useProtection((state) => state.gaps.has(conId));
  const repairing = useProtection((state) => state.repairing.has(conId));
  if (!unprotected) return null;
  return (
    <button
      type="button"
      className="row-action"
      aria-label={`Protect ${name}: bring its stops to the size of the position`}
      aria-disabled={repairing}
      title="Changes the stop, or places a new one at the last stop price (Alt P)"
      onClick={() => void protectPosition(conId)}
    >
      Protect
    </button>
  );
}
