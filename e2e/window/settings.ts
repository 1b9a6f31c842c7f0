import { expect, type Locator, type Page } from '@playwright/test';

/** Fields of a gateway in the settings, as they are typed. */
export interface GatewayFields {
  readonly host?: string;
  readonly port?: string;
  readonly clientId?: string;
}

/** The settings dialog. */
export class SettingsDialog {
  readonly root: Locator;
  private readonly window: Page;

  constructor(window: Page) {
    this.window = window;
    this.root = window.getByTestId('settings-dialog');
  }

  async open(section: 'Mode' | 'Limits' | 'Connection' | 'Appearance' | 'About'): Promise<void> {
    await this.window.getByRole('button', { name: /^Settings/ }).click();
    await this.root.getByRole('tab', { name: section }).click();
  }

  async close(): Promise<void> {
    await this.window.keyboard.press('Escape');
    await expect(this.root).toBeHidden();
    // What dims the window fades, and takes clicks until it is gone.
    await expect(this.window.locator('.dialog-backdrop')).toHaveCount(0);
  }

  gateway(profile: 'Paper' | 'Live'): Locator {
    return this.root.getByRole('form', { name: `${profile} gateway` });
  }

  mode(name: 'Simulator' | 'Paper' | 'Live'): Locator {
    return this.root.getByRole('radio', { name: new RegExp(`^${name}`) });
  }

  /** Changes the mode and waits until the app is in it: the choice shows what is, not what was asked for. */
  async choose(name: 'Simulator' | 'Paper' | 'Live'): Promise<void> {
    await this.mode(name).click();
    await expect(this.mode(name)).toBeChecked();
  }

  async fillGateway(profile: 'Paper' | 'Live', fields: GatewayFields): Promise<void> {
    const form = this.gateway(profile);
    if (fields.host !== undefined) await form.getByLabel('Host').fill(fields.host);
    if (fields.port !== undefined) await form.getByLabel('Port').fill(fields.port);
    if (fields.clientId !== undefined) await form.getByLabel('Client id').fill(fields.clientId);
    // The button waits for a change.
    const save = form.getByRole('button', { name: 'Save' });
    if (await save.isEnabled()) await save.click();
  }

  /** Opens the settings, points the paper profile at another gateway and closes them again. */
  async connectPaperTo(fields: GatewayFields): Promise<void> {
    await this.open('Connection');
    await this.fillGateway('Paper', fields);
    await expect(this.gateway('Paper')).toContainText('Saved.');
    await this.close();
  }
}
