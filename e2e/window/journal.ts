import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { BottomPanel } from './bottom-panel';

/** The Journal tab of the bottom panel. */
export class Journal {
  readonly root: Locator;
  private readonly window: Page;

  constructor(window: Page) {
    this.window = window;
    this.root = window.getByTestId('journal-panel');
  }

  async open(): Promise<void> {
    await new BottomPanel(this.window).show('Journal');
  }

  /** Entries of one kind, such as `order-intent`. */
  entries(kind: string): Locator {
    return this.root.locator(`tr[data-kind="${kind}"]`);
  }

  /** Chooses which entries are shown, or the latencies. */
  async list(which: 'All' | 'Orders' | 'Fills' | 'Rules and settings' | 'Latency'): Promise<void> {
    await this.root
      .getByRole('group', { name: 'Which entries' })
      .getByRole('button', { name: which })
      .click();
  }

  async find(text: string): Promise<void> {
    await this.root.getByRole('textbox', { name: 'Find in the journal' }).fill(text);
  }

  /** Verifies the journal; what came of it is said beside. */
  async verify(): Promise<Locator> {
    await this.root.getByRole('button', { name: 'Verify' }).click();
    return this.root.getByRole('status');
  }

  /** Exports the journal into a file, as if the system's dialog had been answered with it. */
  async exportTo(
    electron: ElectronApplication,
    filePath: string,
    format: 'JSON Lines' | 'CSV',
  ): Promise<Locator> {
    await electron.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    }, filePath);
    await this.root.getByRole('button', { name: 'Export…' }).click();
    const dialog = this.window.getByTestId('journal-export');
    await dialog.getByRole('button', { name: format }).click();
    await dialog.getByRole('button', { name: 'Choose a file…' }).click();
    return dialog;
  }
}
