import { expect, type Locator, type Page } from '@playwright/test';

/** What is typed into the ticket; prices and quantities as text. */
export interface TicketInput {
  readonly side?: 'Buy' | 'Sell';
  readonly quantity?: string;
  readonly type?: 'MKT' | 'LMT' | 'STP' | 'STP LMT';
  readonly limitPrice?: string;
  readonly stopPrice?: string;
  readonly takeProfit?: string;
  readonly stopLoss?: string;
}

/** The order ticket at the right. */
export class Ticket {
  readonly root: Locator;
  readonly quantity: Locator;
  readonly limitPrice: Locator;
  readonly sentence: Locator;
  readonly placeButton: Locator;

  /** @param placeLabel what is written on the button that sends the order */
  constructor(window: Page, placeLabel = 'Place order') {
    this.root = window.getByTestId('ticket-panel');
    this.quantity = this.field('Quantity');
    this.limitPrice = this.field('Limit price');
    this.sentence = this.root.getByTestId('ticket-sentence');
    this.placeButton = this.root.getByRole('button', { name: placeLabel });
  }

  field(label: string): Locator {
    return this.root.getByRole('textbox', { name: label, exact: true });
  }

  /** The sentence beside a field that says what is wrong with it. */
  async errorOf(label: string): Promise<Locator> {
    await expect(this.field(label)).toHaveAttribute('aria-invalid', 'true');
    const remark = await this.field(label).getAttribute('aria-describedby');
    return this.root.locator(`[id="${remark ?? ''}"]`);
  }

  async fill(input: TicketInput): Promise<void> {
    if (input.side !== undefined)
      await this.root.getByRole('group', { name: 'Side' }).getByRole('button', { name: input.side }).click();
    if (input.type !== undefined)
      await this.root
        .getByRole('group', { name: 'Order type' })
        .getByRole('button', { name: input.type, exact: true })
        .click();
    if (input.quantity !== undefined) await this.quantity.fill(input.quantity);
    if (input.limitPrice !== undefined) await this.limitPrice.fill(input.limitPrice);
    if (input.stopPrice !== undefined) await this.field('Stop price').fill(input.stopPrice);
    if (input.takeProfit !== undefined) await this.fillExit('Take profit', input.takeProfit);
    if (input.stopLoss !== undefined) await this.fillExit('Stop loss', input.stopLoss);
  }

  /** Fills the ticket in, sends the order and waits until it was taken. */
  async place(input: TicketInput): Promise<void> {
    await this.fill(input);
    await this.placeButton.click();
    await expect(this.root).toContainText('Sent: ');
  }

  /** What buyers pay now. */
  ask(): Promise<number> {
    return this.price('Ask');
  }

  /** What sellers get now. */
  bid(): Promise<number> {
    return this.price('Bid');
  }

  private async price(side: 'Bid' | 'Ask'): Promise<number> {
    const button = this.root.getByRole('button', { name: new RegExp(`^${side} [\\d,.]+, size`) });
    const name = await button.getAttribute('aria-label');
    return Number(/ ([\d,.]+), size/.exec(name ?? '')?.[1]?.replaceAll(',', ''));
  }

  private async fillExit(name: 'Take profit' | 'Stop loss', price: string): Promise<void> {
    await this.root.getByRole('checkbox', { name }).check();
    await this.field(`${name} price`).fill(price);
  }
}
