import { expect, type Locator, type Page } from '@playwright/test';

/** The trader is told about a problem within this time, in milliseconds. */
export const problemDeadlineMs = 5_000;

/** The light in the title bar. */
export function connectionIndicator(window: Page): Locator {
  return window.getByTestId('connection-indicator');
}

/** Waits until orders can be sent. */
export async function expectReady(window: Page): Promise<void> {
  await expect(connectionIndicator(window)).toHaveAttribute('data-state', 'ready', { timeout: 20_000 });
}

/** What the trader must be told about a connection that is not there. */
export interface Problem {
  readonly cause: RegExp;
  readonly advice: RegExp;
}

/** Checks that cause and advice are told, in the ticket, where orders are refused, and behind the indicator. */
export async function expectProblem(
  window: Page,
  problem: Problem,
  deadlineMs = problemDeadlineMs,
): Promise<void> {
  const ticket = window.getByTestId('ticket-panel');
  await expect(ticket).toContainText(problem.cause, { timeout: deadlineMs });
  await expect(ticket).toContainText(problem.advice);
  await expect(ticket.getByRole('button', { name: 'Place order' })).toBeDisabled();
  await expect(connectionIndicator(window)).not.toHaveAttribute('data-state', 'ready');
  await expectProblemBehindIndicator(window, problem);
}

async function expectProblemBehindIndicator(window: Page, { cause, advice }: Problem): Promise<void> {
  await connectionIndicator(window).click();
  const details = window.getByRole('dialog', { name: 'Connection' });
  await expect(details).toContainText(cause);
  await expect(details).toContainText(advice);
  await expect(details.getByRole('button', { name: 'Try again now' })).toBeEnabled();
  await window.keyboard.press('Escape');
  await expect(details).toBeHidden();
}
