import { expect, type Locator, type Page } from '@playwright/test';
import { Palette } from './palette';

/** The dialog with the messages that cross the gateway's socket. */
export class Diagnostics {
  readonly root: Locator;
  private readonly window: Page;

  constructor(window: Page) {
    this.window = window;
    this.root = window.getByTestId('diagnostics-dialog');
  }

  async open(): Promise<void> {
    const palette = new Palette(this.window);
    await palette.search('messages with the gateway');
    await palette.option(/messages with the gateway/).click();
    await expect(this.root).toBeVisible();
  }

  /** The rows of messages of one kind. */
  rows(name: string): Locator {
    return this.root.locator(`tr[data-name="${name}"]`);
  }

  get fields(): Locator {
    return this.root.getByRole('region', { name: /^Fields of/ });
  }
}
