import type { Page } from '@playwright/test';
import { BottomPanel, statusOf } from '../window/bottom-panel';
import { Chart } from '../window/chart';
import { expectReady } from '../window/connection';
import { Palette } from '../window/palette';
import { Ticket } from '../window/ticket';
import { expect, test } from '../terminal-test';

test('a symbol is found and an order placed and cancelled with the keyboard alone', async ({ paperApp }) => {
  const { window } = paperApp;
  const { keyboard } = window;
  const ticket = new Ticket(window);
  const panel = new BottomPanel(window);
  await expectReady(window);

  const palette = new Palette(window);
  await palette.search('MSFT');
  await expect(palette.option(/^MSFT/)).toBeVisible();
  await keyboard.press('Enter');
  await expect(palette.root).toBeHidden();
  await new Chart(window).expectBars('MSFT');
  await expect(ticket.root).toContainText('MICROSOFT');

  await keyboard.press('Alt+B');
  await expect(ticket.quantity).toBeFocused();
  await expectVisibleFocus(window);
  await keyboard.type('12');
  await keyboard.press('Tab');
  await expectVisibleFocus(window);
  await pressUntilFocused(window, 'Tab', ticket.limitPrice);
  // From the bid, ten steps down and then some more, so that it stays on the tick and away from the market.
  await keyboard.press('ArrowDown');
  for (let pages = 0; pages < 20; pages += 1) await keyboard.press('PageDown');
  await expect(ticket.sentence).toHaveText(/^Buy 12 MSFT at limit \d+\.\d\d, day/);
  await pressUntilFocused(window, 'Tab', ticket.placeButton);
  await expectVisibleFocus(window);
  await keyboard.press('Enter');
  await expect(statusOf(panel.order('MSFT'))).toHaveText('working');

  await keyboard.press('Alt+1');
  await expect(panel.root.getByRole('tab', { name: 'Orders' })).toBeFocused();
  await expectVisibleFocus(window);
  await pressUntilFocused(window, 'Tab', panel.order('MSFT'));
  await expectVisibleFocus(window);
  await pressUntilFocused(window, 'Tab', panel.order('MSFT').getByRole('button', { name: /^Cancel/ }));
  await keyboard.press('Enter');
  await expect(panel.root).toContainText('No working orders');
});

test('dialogs take the focus, keep it, and give it back', async ({ simulatorApp }) => {
  const { window } = simulatorApp;
  await expectReady(window);
  await window.keyboard.press('Alt+B');
  await expect(new Ticket(window).quantity).toBeFocused();
  await window.keyboard.press('Control+,');
  const dialog = window.getByTestId('settings-dialog');
  await expect(dialog).toBeVisible();
  for (let stop = 0; stop < 25; stop += 1) {
    await window.keyboard.press('Tab');
    await expect(dialog.locator(':focus')).toHaveCount(1);
  }
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(new Ticket(window).quantity).toBeFocused();
});

test('every stop of the Tab key can be seen', async ({ simulatorApp }) => {
  const { window } = simulatorApp;
  await expectReady(window);
  await window.keyboard.press('Tab');
  const stops = new Set<string>();
  // Once around the window.
  for (let stop = 0; stop < 60; stop += 1) {
    await expectVisibleFocus(window);
    stops.add(await focusedName(window));
    await window.keyboard.press('Tab');
  }
  expect(stops.size).toBeGreaterThan(25);
});

/** Presses a key until an element has the focus, as one does who cannot see how far it is. */
async function pressUntilFocused(
  window: Page,
  key: string,
  target: ReturnType<Page['locator']>,
): Promise<void> {
  await expect(async () => {
    await window.keyboard.press(key);
    await expect(target).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [0], timeout: 15_000 });
}

function focusedName(window: Page): Promise<string> {
  return window.evaluate<string>(
    `(() => { const e = document.activeElement; return e.tagName + ' ' + (e.getAttribute('aria-label') ?? e.id ?? '') + ' ' + (e.textContent ?? '').slice(0, 40); })()`,
  );
}

/** The element with the focus has an outline, itself, drawn over it, or on the frame around it. */
async function expectVisibleFocus(window: Page): Promise<void> {
  const outlined = await window.evaluate<string>(`(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return '';
    for (let one = element, level = 0; one !== null && level < 3; one = one.parentElement, level += 1) {
      for (const part of [null, '::before', '::after']) {
        const { outlineStyle, outlineWidth, boxShadow, borderTopStyle, borderTopWidth, content } = getComputedStyle(one, part);
        if (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) return '';
        if (boxShadow !== 'none') return '';
        if (part !== null && content !== 'none' && borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0) return '';
      }
    }
    return element.outerHTML.slice(0, 200);
  })()`);
  expect(outlined, 'the element with the focus shows it').toBe('');
}
