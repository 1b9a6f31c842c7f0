import type { Locator, Page } from '@playwright/test';

/** The instruments at the left. */
export class Watchlist {
  readonly root: Locator;
  readonly rows: Locator;

  constructor(window: Page) {
    this.root = window.getByTestId('watchlist');
    this.rows = this.root.locator('[role="row"][data-con-id]');
  }

  row(symbol: string): Locator {
    return this.rows.filter({ has: this.root.page().getByText(symbol, { exact: true }) });
  }

  value(symbol: string, column: 'last' | 'change' | 'changePercent'): Locator {
    return this.row(symbol).locator(`[data-column="${column}"]`);
  }

  select(symbol: string): Promise<void> {
    return this.row(symbol).click();
  }
}
