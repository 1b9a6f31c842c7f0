/** How many markets tick. */
export const symbolCount = 100;
/** Messages a second, over all markets. */
export const ticksPerSecond = 20_000;

/** conId of the market with this index, from 0. */
export const conIdAt = (index: number): number => 700_000_001 + index;

/** The market whose last price says when it was sent. */
export const probeConId = conIdAt(0);

const probeWrapMs = 10_000_000;

/** A price with three decimals that says when it was made: thousandths of it are milliseconds. */
export function probePrice(nowMs: number): number {
  return (nowMs % probeWrapMs) / 1_000;
}

/** JavaScript for the page: how long ago a probe price was made, ms. */
export const probeAgeScript = `(price) => (Date.now() - Math.round(price * 1000) % ${probeWrapMs} + ${probeWrapMs}) % ${probeWrapMs}`;
