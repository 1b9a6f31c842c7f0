import { expectReady } from '../window/connection';
import { sizeTo } from '../window/size';
import { Ticket } from '../window/ticket';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

test('in the smallest window a message leaves the ticket and its buttons free', async ({ launch }) => {
  const app = await launch({});
  const { window } = app;
  await sizeTo(app, 1024, 680);
  await expectReady(window);
  await new Watchlist(window).select('AAPL');
  const ticket = new Ticket(window);
  await ticket.place({ side: 'Buy', type: 'MKT', quantity: '100' });
  const message = window.locator('.toast').filter({ hasText: 'Order sent' });
  await expect(message).toBeVisible();
  const [covered, ticketBox] = await Promise.all([message.boundingBox(), ticket.root.boundingBox()]);
  expect((covered?.x ?? NaN) + (covered?.width ?? NaN)).toBeLessThanOrEqual(ticketBox?.x ?? NaN);
  await app.close();
});
