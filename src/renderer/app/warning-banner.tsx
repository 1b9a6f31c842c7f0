import { WarningIcon } from '../ui';
import { useStatus } from './status-store';

/** Sentences that concern the whole app; each goes away when it is no longer true. */
export function WarningBanner() {
  const warnings = useStatus((state) => state.status?.warnings);
  return (
    <div className="warning-banner" role="status" aria-label="Warnings">
      {(warnings ?? []).map((warning) => (
        <p key={warning.id} className="warning-line" data-warning-id={warning.id}>
          <WarningIcon />
          {warning.text}
        </p>
      ))}
    </div>
  );
}
