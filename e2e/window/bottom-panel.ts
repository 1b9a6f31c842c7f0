import { expect, type Locator, type Page } from '@playwright/test';

type TabName = 'Orders' | 'Fills' | 'Positions' | 'Messages' | 'Journal';

/** Orders, fills, positions and messages at the bottom. */
export class BottomPanel {
  readonly root: Locator;
  readonly orders: Locator;
  readonly fills: Locator;
  readonly positions: Locator;
  readonly messages: Locator;
  private readonly window: Page;

  constructor(window: Page) {
    this.window = window;
    this.root = window.getByTestId('bottom-panel');
    this.orders = window.getByTestId('orders-table').locator('tr[data-order-id]');
    this.fills = window.getByTestId('fills-table').locator('tr[data-exec-id]');
    this.positions = window.getByTestId('positions-table').locator('tr[data-con-id]');
    this.messages = window.getByTestId('messages-list');
  }

  async show(tab: TabName): Promise<void> {
    await this.root.getByRole('tab', { name: tab }).click();
    await expect(this.root.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true');
  }

  /** Which orders the first tab lists. */
  async list(which: 'Working' | 'All'): Promise<void> {
    await this.show('Orders');
    await this.root.getByRole('group', { name: 'Which orders' }).getByRole('button', { name: which }).click();
  }

  /** The table of the tab that is shown. */
  get table(): Locator {
    return this.root.locator('.data-table');
  }

  /** Pixels by which the table of the tab is wider than the panel. */
  async widthMissing(): Promise<number> {
    return this.table.evaluate((table) => table.scrollWidth - table.clientWidth);
  }

  /** The texts of the cells that are too narrow for them. */
  async clippedCells(): Promise<readonly string[]> {
    return this.table
      .locator('th, td')
      .evaluateAll((cells) =>
        cells.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent),
      );
  }

  /** The order with a role in its bracket, or the only one with the text. */
  order(text: string | RegExp): Locator {
    return this.orders.filter({ hasText: text });
  }

  /** Opens the editor of an order, changes it and sends the change. */
  async modify(
    row: Locator,
    change: { readonly quantity?: string; readonly limitPrice?: string },
  ): Promise<void> {
    await row.getByRole('button', { name: /^Modify/ }).click();
    const editor = this.window.getByTestId('order-editor');
    if (change.quantity !== undefined)
      await editor.getByLabel('Quantity', { exact: true }).fill(change.quantity);
    if (change.limitPrice !== undefined)
      await editor.getByLabel('Limit price', { exact: true }).fill(change.limitPrice);
    await editor.getByRole('button', { name: 'Change order' }).click();
    await expect(editor).toBeHidden();
  }

  async cancelAll(): Promise<void> {
    await this.root.getByRole('button', { name: 'Cancel all' }).click();
  }
}

/** One cell of a row of any of the tables. */
export function cell(row: Locator, column: string): Locator {
  return row.locator(`td[data-column="${column}"]`);
}

/** The word for the state of an order. */
export function statusOf(order: Locator): Locator {
  return cell(order, 'status').locator('span').first();
}

/** What IB or the app said about an order, beside its state. */
export function messageOf(order: Locator): Locator {
  return cell(order, 'status').locator('.order-message');
}

/** The number that a cell shows. */
export async function numberIn(row: Locator, column: string): Promise<number> {
  const text = await cell(row, column).innerText();
  return Number(text.replaceAll(',', '').replace('−', '-').trim());
}
