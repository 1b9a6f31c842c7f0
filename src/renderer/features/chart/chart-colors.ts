/** The colours of a chart, out of the tokens of the theme. */
export interface ChartColors {
  readonly background: string;
  readonly text: string;
  readonly grid: string;
  readonly crosshair: string;
  readonly crosshairLabel: string;
  readonly up: string;
  readonly down: string;
  readonly volumeUp: string;
  readonly volumeDown: string;
  readonly buy: string;
  readonly sell: string;
  readonly position: string;
  readonly font: string;
}

/** Reads the colours that hold now. */
export function readChartColors(element: Element): ChartColors {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: token('--panel'),
    text: token('--text-secondary'),
    grid: withAlpha(token('--line'), 0.45),
    crosshair: token('--line-strong'),
    crosshairLabel: token('--line-strong'),
    up: token('--up'),
    down: token('--down'),
    volumeUp: withAlpha(token('--up'), 0.4),
    volumeDown: withAlpha(token('--down'), 0.4),
    buy: token('--buy'),
    sell: token('--sell'),
    position: token('--accent'),
    font: token('--font'),
  };
}

/** Calls `changed` when the theme or the palette changes, until the returned function is called. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-palette'],
  });
  return () => observer.disconnect();
}

/** A `#rrggbb` colour, or `#rgb`, with an opacity of 0 to 1; anything else is returned as it is. */
export function withAlpha(color: string, opacity: number): string {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color);
  const long =
    short === null
      ? color
      : `#${short
          .slice(1)
          .map((digit) => digit + digit)
          .join('')}`;
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(long);
  if (match === null) return color;
  const channels = match.slice(1).map((digits) => Number.parseInt(digits, 16));
  return `rgba(${channels.join(', ')}, ${opacity})`;
}
