import type { PositionGap } from '../../../shared/domain/reconciliation';
import { instrumentName } from '../../../shared/domain/order-sentence';
import { useDialogs } from '../../app/dialog-store';
import { formatQuantity } from '../../lib/format';
import { request } from '../../lib/ipc-client';
import { announce } from '../../ui';
import { agreementSentence } from './reconciliation-words';

/** Shows what the newest comparison found; from then on no window tells of it by itself. */
export function showReconciliation(): void {
  useDialogs.getState().show({ kind: 'reconciliation' });
  void putAwayReconciliation();
}

/** The trader knows; no window tells of it by itself any more. */
export async function putAwayReconciliation(): Promise<void> {
  const answer = await request('reconcile.seen', {});
  if (!answer.ok) announce(answer.error.text, 'assertive');
}

/** Has orders, executions and positions compared with IB, and shows what differed. */
export async function compareWithIb(): Promise<void> {
  announce('Comparing orders, executions and positions with IB. Orders wait for it.');
  const answer = await request('reconcile.now', {});
  if (!answer.ok) {
    announce(answer.error.text, 'assertive');
    return;
  }
  if (answer.value.sentence === null) announce(agreementSentence(answer.value));
  else showReconciliation();
}

/** Takes IB's quantity of a position as its new start. */
export async function acceptPosition(gap: PositionGap): Promise<void> {
  const answer = await request('position.accept', { conId: gap.conId });
  if (answer.ok)
    announce(
      `${instrumentName(gap)}: ${formatQuantity(gap.quantity)} is taken as IB has it. The journal says so.`,
    );
  else announce(answer.error.text, 'assertive');
}
