import { type SettingsSection, useDialogs } from '../../app/dialog-store';
import { Dialog, Tabs } from '../../ui';
import { LimitsSection } from '../risk/limits-section';
import { AboutSection } from './about-section';
import { AppearanceSection } from './appearance-section';
import { ConnectionSection } from './connection-section';
import { ModeSection } from './mode-section';
import './settings.css';

/** Mode, limits, connection, appearance, and what the app says about itself. */
export function SettingsDialog() {
  const dialog = useDialogs((state) => state.dialog);
  const show = useDialogs((state) => state.show);
  const close = useDialogs((state) => state.close);
  const section: SettingsSection = dialog.kind === 'settings' ? dialog.section : 'mode';
  return (
    <Dialog
      open={dialog.kind === 'settings'}
      onClose={close}
      title="Settings"
      width="large"
      testId="settings-dialog"
    >
      <Tabs
        label="Sections"
        className="settings-tabs"
        value={section}
        onChange={(next) => show({ kind: 'settings', section: next })}
        items={[
          { value: 'mode', label: 'Mode', content: <ModeSection /> },
          { value: 'limits', label: 'Limits', content: <LimitsSection /> },
          { value: 'connection', label: 'Connection', content: <ConnectionSection /> },
          { value: 'appearance', label: 'Appearance', content: <AppearanceSection /> },
          { value: 'about', label: 'About', content: <AboutSection /> },
        ]}
      />
    </Dialog>
  );
}
