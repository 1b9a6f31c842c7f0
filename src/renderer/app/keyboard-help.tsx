import { Dialog } from '../ui';
import { useDialogs } from './dialog-store';
import { hotkeyHelp } from './hotkeys';

/** The list of hotkeys. */
export function KeyboardHelp() {
  const open = useDialogs((state) => state.dialog.kind === 'keyboard');
  const close = useDialogs((state) => state.close);
  return (
    <Dialog open={open} onClose={close} title="Keyboard" width="medium" testId="keyboard-help">
      {hotkeyHelp.map(({ place, lines }) => (
        <section key={place} className="keyboard-section">
          <h3 className="keyboard-place">{place}</h3>
          <dl>
            {lines.map(({ keys, action }) => (
              <div key={keys} className="keyboard-line">
                <dt>{keys}</dt>
                <dd>{action}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
