import { expect, type Locator, type Page } from '@playwright/test';
import { type RiskRule, riskRuleInfo } from '../../src/shared/domain/risk';
import { SettingsDialog } from './settings';

/** The limits among the settings, as the trader works with them. */
export class LimitsSettings {
  readonly dialog: SettingsDialog;
  readonly root: Locator;

  constructor(window: Page) {
    this.dialog = new SettingsDialog(window);
    this.root = this.dialog.root;
  }

  async open(): Promise<void> {
    await this.dialog.open('Limits');
    await expect(this.row('order-shares')).toBeVisible();
  }

  row(rule: RiskRule): Locator {
    return this.root.locator(`tr[data-rule="${rule}"]`);
  }

  limit(rule: RiskRule): Locator {
    return this.root.getByRole('textbox', { name: `Limit: ${riskRuleInfo[rule].title}`, exact: true });
  }

  /** Types a limit and saves it. */
  async set(rule: RiskRule, limit: string): Promise<void> {
    await this.limit(rule).fill(limit);
    const save = this.row(rule).getByRole('button', { name: /^Save/ });
    await save.click();
    await expect(save).toBeDisabled();
  }

  async chooseState(label: 'Active' | 'Reducing only' | 'Halted'): Promise<void> {
    const choice = this.root
      .getByRole('group', { name: 'Orders' })
      .getByRole('button', { name: label, exact: true });
    await choice.click();
    await expect(choice).toHaveAttribute('aria-pressed', 'true');
  }
}
