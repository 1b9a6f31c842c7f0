export { compareWithIb, showReconciliation } from './reconciliation-actions';
export { ReconciliationBar } from './reconciliation-bar';
export { forgetReconciliation, startReconciliation } from './reconciliation-store';
export { UnexplainedCell } from './unexplained-cell';
