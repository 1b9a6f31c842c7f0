import type { Side } from '../../shared/domain/order';
import { request } from '../lib/ipc-client';
import { announce } from '../ui';
import { useDialogs } from './dialog-store';
import { type BottomTab, useLayout } from './layout-store';
import { useSelection } from './selection-store';

/** Cancels every order of the account at once: no question stands between the trader and this. */
export async function cancelAllOrders(): Promise<void> {
  const result = await request('order.cancelAll', {});
  if (result.ok) announce('Cancel was asked for all orders.');
  else announce(`The orders were not cancelled. ${result.error.text}`, 'assertive');
}

/** Puts a side into the ticket and the focus onto its first field. */
export function focusTicket(side: Side): void {
  useDialogs.getState().close();
  useSelection.getState().presetTicket({ side });
  // After the dialog, if any, has given its focus back.
  window.setTimeout(() => {
    const field = document.querySelector<HTMLElement>('[data-testid="ticket-panel"] input:not(:disabled)');
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  });
}

/** Brings a tab of the bottom panel to the front and the focus onto it. */
export function showTab(tab: BottomTab): void {
  useDialogs.getState().close();
  useLayout.getState().showBottomTab(tab);
  window.setTimeout(() => {
    document.querySelector<HTMLElement>('.shell-bottom [role="tab"][aria-selected="true"]')?.focus();
  });
}
