import type { Page } from '@playwright/test';
import * as z from 'zod';
import { defaultRiskPolicy } from '../../src/shared/domain/risk-policy';
import type { RiskRule } from '../../src/shared/domain/risk';

/** Rules that hold back an order as large as a test needs to see it fill in parts. */
const sizeRules: readonly RiskRule[] = [
  'order-shares',
  'order-value',
  'order-share-of-net-liquidation',
  'position-value',
  'concentration',
];

/** Switches the rules about the size of orders off, as the trader can in the settings. */
export async function allowLargeOrders(window: Page): Promise<void> {
  const changes = sizeRules.map((rule) => ({
    rule,
    setting: { on: false, limit: defaultRiskPolicy[rule].limit },
  }));
  const answers = await window.evaluate(
    `Promise.all(${JSON.stringify(changes)}.map((change) => window.tradewind.request('risk.change', change)))`,
  );
  const refused = z
    .array(z.object({ ok: z.boolean() }))
    .parse(answers)
    .filter(({ ok }) => !ok);
  if (refused.length > 0) throw new Error(`${refused.length} rules could not be switched off`);
}
