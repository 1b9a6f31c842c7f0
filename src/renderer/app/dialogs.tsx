import { DiagnosticsDialog } from '../features/diagnostics';
import { ReconciliationDialog } from '../features/reconciliation/reconciliation-dialog';
import { CommandPalette } from '../features/search';
import { SettingsDialog } from '../features/settings';
import { paletteCommands } from './commands';
import { useDialogs } from './dialog-store';
import { KeyboardHelp } from './keyboard-help';
import { PanelBoundary } from './panel-boundary';
import { useSettings } from './settings-store';
import { useStatus } from './status-store';

/** The shell's own dialogs: settings, search, diagnostics and keyboard help. */
export function Dialogs() {
  return (
    <>
      <PanelBoundary name="The settings">
        <SettingsDialog />
      </PanelBoundary>
      <PanelBoundary name="The search">
        <Palette />
      </PanelBoundary>
      <PanelBoundary name="The diagnostics">
        <DiagnosticsDialog />
      </PanelBoundary>
      <PanelBoundary name="The comparison with IB">
        <ReconciliationDialog />
      </PanelBoundary>
      <KeyboardHelp />
    </>
  );
}

function Palette() {
  const open = useDialogs((state) => state.dialog.kind === 'palette');
  const { text, purpose } = useDialogs((state) => state.opening);
  const close = useDialogs((state) => state.close);
  const status = useStatus((state) => state.status);
  const { settings, info } = useSettings();
  return (
    <CommandPalette
      open={open}
      initialText={text}
      purpose={purpose}
      commands={open ? paletteCommands({ status, settings, info }) : []}
      onClose={() => {
        // A command may have opened another dialog in its place.
        if (useDialogs.getState().dialog.kind === 'palette') close();
      }}
    />
  );
}
