import { expect, type Locator, type Page } from '@playwright/test';

/** The chart in the middle. */
export class Chart {
  readonly root: Locator;
  readonly lines: Locator;
  private readonly window: Page;

  constructor(window: Page) {
    this.window = window;
    this.root = window.getByTestId('chart-panel');
    this.lines = this.root.getByRole('list', { name: 'Lines on the chart' }).getByRole('listitem');
  }

  /** How many bars the chart says it has. */
  async barCount(symbol: string): Promise<number> {
    const drawing = this.root.getByRole('group', { name: new RegExp(`^${symbol}, candles of .* bars`) });
    const name = (await drawing.count()) === 0 ? '' : await drawing.getAttribute('aria-label');
    return Number(/, (\d+) bars/.exec(name ?? '')?.[1] ?? 0);
  }

  /** Waits until bars of the instrument are loaded and painted. */
  async expectBars(symbol: string): Promise<void> {
    await expect.poll(() => this.barCount(symbol), { timeout: 20_000 }).toBeGreaterThan(10);
    await expect(this.root.getByRole('status', { name: 'Loading the bars' })).toBeHidden();
    await this.expectPainted();
  }

  /** Waits until there is something to see. */
  async expectPainted(): Promise<void> {
    await expect.poll(() => this.colourCount()).toBeGreaterThan(3);
  }

  /** How many colours the drawing has; one when nothing is painted. */
  private colourCount(): Promise<number> {
    return this.window.evaluate<number>(`(() => {
      const canvases = [...document.querySelectorAll('[data-testid="chart-panel"] canvas')];
      const widest = canvases.sort((a, b) => b.width * b.height - a.width * a.height)[0];
      if (widest === undefined) return 0;
      const copy = Object.assign(document.createElement('canvas'), { width: widest.width, height: widest.height });
      const context = copy.getContext('2d', { willReadFrequently: true });
      context.drawImage(widest, 0, 0);
      const { data } = context.getImageData(0, 0, widest.width, widest.height);
      const colours = new Set();
      for (let index = 0; index < data.length; index += 4 * 7)
        colours.add((data[index] << 16) | (data[index + 1] << 8) | data[index + 2]);
      return colours.size;
    })()`);
  }
}
