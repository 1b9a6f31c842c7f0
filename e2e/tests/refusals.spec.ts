import { ApiClient } from '../gateway/api-client';
import { BottomPanel, statusOf } from '../window/bottom-panel';
import { expectReady } from '../window/connection';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

test.beforeEach(async ({ paperApp }) => {
  await expectReady(paperApp.window);
  await new Watchlist(paperApp.window).select('AAPL');
});

const refused = [
  { what: 'a price off the tick', field: 'Limit price', text: '187.123', says: 'multiple of 0.01' },
  { what: 'a price of zero', field: 'Limit price', text: '0', says: 'greater than zero' },
  { what: 'a negative price', field: 'Limit price', text: '-5', says: 'greater than zero' },
  { what: 'a price that is no number', field: 'Limit price', text: 'cheap', says: /number/ },
  { what: 'no price', field: 'Limit price', text: '', says: /price/i },
  { what: 'quantity zero', field: 'Quantity', text: '0', says: 'greater than zero' },
  { what: 'a negative quantity', field: 'Quantity', text: '-100', says: 'greater than zero' },
  {
    what: 'less than the smallest quantity',
    field: 'Quantity',
    text: '0.0000001',
    says: 'smallest quantity',
  },
  { what: 'a quantity that is no number', field: 'Quantity', text: '1e3 lots', says: /number/ },
  { what: 'no quantity', field: 'Quantity', text: '', says: /quantity/i },
  { what: 'a quantity beyond every number', field: 'Quantity', text: '9'.repeat(200), says: /./ },
  { what: 'a price beyond every number', field: 'Limit price', text: '9'.repeat(200), says: /./ },
] as const;

test('what the instrument does not allow is refused beside its field and never sent', async ({
  paperApp,
  gateway,
}) => {
  const ticket = new Ticket(paperApp.window);
  const price = ((await ticket.bid()) - 2).toFixed(2);
  for (const { what, field, text, says } of refused) {
    await test.step(what, async () => {
      await ticket.fill({ side: 'Buy', type: 'LMT', quantity: '100', limitPrice: price });
      await ticket.field(field).fill(text);
      await ticket.placeButton.click();
      await expect(await ticket.errorOf(field)).toContainText(says);
    });
  }
  const client = await ApiClient.connect(gateway.port, 77);
  expect(await client.openOrders()).toHaveLength(0);
  client.disconnect();
});

test('a price of the field that is not shown is never in the way', async ({ paperApp }) => {
  const ticket = new Ticket(paperApp.window);
  await ticket.fill({ type: 'LMT', limitPrice: 'nonsense' });
  await ticket.place({ type: 'MKT', quantity: '1' });
});

test('a double click places exactly one order', async ({ paperApp, gateway }) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  await ticket.fill({
    side: 'Buy',
    type: 'LMT',
    quantity: '7',
    limitPrice: ((await ticket.bid()) - 2).toFixed(2),
  });
  await ticket.placeButton.dblclick();
  await expectOneOrder(window, gateway.port);
});

test('a held Enter key places exactly one order', async ({ paperApp, gateway }) => {
  const { window } = paperApp;
  const ticket = new Ticket(window);
  await ticket.fill({
    side: 'Buy',
    type: 'LMT',
    quantity: '7',
    limitPrice: ((await ticket.bid()) - 2).toFixed(2),
  });
  await ticket.limitPrice.focus();
  // Without a release in between these are repeats, as of a key that is held.
  for (let press = 0; press < 30; press += 1) await window.keyboard.down('Enter');
  await window.keyboard.up('Enter');
  await expectOneOrder(window, gateway.port);
});

/** Asks the gateway, through another client, after the app has compared its orders with it anew. */
async function expectOneOrder(window: Parameters<typeof expectReady>[0], port: number): Promise<void> {
  const panel = new BottomPanel(window);
  await expect(statusOf(panel.order('AAPL'))).toHaveText('working');
  const client = await ApiClient.connect(port, 77);
  await expect.poll(async () => (await client.openOrders()).length).toBe(1);
  await window.getByTestId('connection-indicator').click();
  await window.getByRole('button', { name: 'Reconnect' }).click();
  await expectReady(window);
  expect(await client.openOrders()).toHaveLength(1);
  client.disconnect();
  await panel.list('All');
  await expect(panel.orders).toHaveCount(1);
}
