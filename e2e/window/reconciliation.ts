import type { Locator, Page } from '@playwright/test';

/** What the comparison with IB found: the bar below the title and the dialog behind it. */
export class Reconciliation {
  readonly bar: Locator;
  readonly dialog: Locator;

  constructor(window: Page) {
    this.bar = window.getByTestId('reconciliation-bar');
    this.dialog = window.getByTestId('reconciliation-dialog');
  }

  /** A part of the dialog by its title. */
  section(title: string): Locator {
    return this.dialog.getByRole('region', { name: title });
  }
}
