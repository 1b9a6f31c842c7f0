import type { JournalVerdict } from '../../../shared/ipc/journal-schemas';
import { classNames } from '../../ui';

const marks = { proven: '✓', unproven: '?', broken: '✕' } as const;

/** What verification came to; shape, word and colour say the same. */
export function Verdict({
  verdict,
  problem,
}: {
  readonly verdict: JournalVerdict | null;
  readonly problem: string | null;
}) {
  const kind = problem === null ? (verdict?.verdict ?? null) : 'broken';
  const text = problem ?? verdict?.text ?? '';
  return (
    <p
      role="status"
      data-verdict={kind ?? undefined}
      className={classNames('journal-verdict', kind !== null && `journal-verdict-${kind}`)}
    >
      {kind === null ? '' : `${marks[kind]} ${text}`}
    </p>
  );
}
