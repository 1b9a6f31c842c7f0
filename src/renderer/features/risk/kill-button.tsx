import { useSettings } from '../../app/settings-store';
import { useStatus } from '../../app/status-store';
import { pressKillSwitch } from './kill-switch';
import './risk.css';
import { gateSentence, gateWord } from './gate-words';

/** Ends everything with one press: no question stands between the trader and this. */
export function KillButton({ hotkey }: { readonly hotkey: string }) {
  return (
    <button
      type="button"
      className="kill-button"
      title={`Halt trading and cancel every order (${hotkey})`}
      onClick={() => void pressKillSwitch()}
    >
      KILL
    </button>
  );
}

/** Says that orders may not leave, or not all of them, in word and shape; nothing while they may. */
export function GateBadge() {
  const gate = useStatus((state) => state.status?.gate ?? null);
  const readOnly = useSettings((state) => state.settings.readOnly);
  if (readOnly) {
    return (
      <span
        className="gate-badge gate-badge-reducing"
        role="status"
        title="No order leaves the app. Cancels work."
      >
        READ-ONLY
      </span>
    );
  }
  if (gate === null || gate.kind === 'active') return null;
  return (
    <span className={`gate-badge gate-badge-${gate.kind}`} role="status" title={gateSentence(gate)}>
      {gateWord(gate)}
    </span>
  );
}
