import { expect, type Locator, type Page } from '@playwright/test';

/** The search for symbols and commands. */
export class Palette {
  readonly root: Locator;
  private readonly window: Page;

  constructor(window: Page) {
    this.window = window;
    this.root = window.getByTestId('command-palette');
  }

  option(name: RegExp): Locator {
    return this.root.getByRole('option', { name }).first();
  }

  /** Opens it with its hotkey and types into it. */
  async search(text: string): Promise<void> {
    await this.window.keyboard.press('Control+K');
    await expect(this.root.getByRole('combobox')).toBeFocused();
    await this.window.keyboard.type(text);
  }
}
