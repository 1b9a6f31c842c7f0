export { DiagnosticsDialog } from './diagnostics-dialog';
