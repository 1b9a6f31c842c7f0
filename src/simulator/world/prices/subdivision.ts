import { hash32, normal, uniform } from './random';

/**
 * Cells: stretches of time in a flat array, five numbers each: open, high, low, close (logarithms of price) and
 * the share of the segment's volume that was traded before the cell. After the last cell stands the share at its
 * end, so neighbours meet in exactly the same number.
 */
export type Cells = Float64Array;
export const CELL_STRIDE = 5;
export const OPEN = 0;
export const HIGH = 1;
export const LOW = 2;
export const CLOSE = 3;
export const SHARE = 4;

/** Mean range of a Brownian path over its standard deviation: sqrt(8 / pi). */
const RANGE_PER_SIGMA = 1.596;

/** A number of a cell array; 0 outside. */
export function cellValue(cells: Cells, index: number, field: number): number {
  return cells[index * CELL_STRIDE + field] ?? 0;
}

export function cellCount(cells: Cells): number {
  return cells.length / CELL_STRIDE - 1;
}

/** The highest (or lowest) value of a Brownian path between two values, by its exact distribution. */
export function extreme(from: number, to: number, sigma: number, hash: number, direction: 1 | -1): number {
  const reach = Math.sqrt((to - from) ** 2 - 2 * sigma * sigma * Math.log(uniform(hash)));
  return (from + to + direction * reach) / 2;
}

/** A stretch of time to be divided. */
export interface ParentCell {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly shareStart: number;
  readonly shareEnd: number;
}

export function parentOf(cells: Cells, index: number): ParentCell {
  return {
    open: cellValue(cells, index, OPEN),
    high: cellValue(cells, index, HIGH),
    low: cellValue(cells, index, LOW),
    close: cellValue(cells, index, CLOSE),
    shareStart: cellValue(cells, index, SHARE),
    shareEnd: cellValue(cells, index + 1, SHARE),
  };
}

/**
 * Divides a cell into children that together are exactly the parent: the first open and the last close are the
 * parent's, the highest high and the lowest low are its high and low, and the shares of volume add up.
 *
 * The children come from a random walk tied to the parent's open and close. What reaches above the higher of the
 * two is then stretched or pressed so that its peak is the parent's high, and likewise below; that map keeps
 * order, so every child stays a valid bar.
 *
 * @param weights relative variance and volume of the children; they need not add up to 1.
 */
export function divide(parent: ParentCell, weights: Float64Array, seed: number, key: number): Cells {
  const count = weights.length;
  const cells = new Float64Array((count + 1) * CELL_STRIDE);
  const sigma = (parent.high - parent.low) / RANGE_PER_SIGMA;
  if (sigma > 0) walk(cells, parent, weights, sigma, seed, key);
  else flat(cells, parent.open, count);
  if (sigma > 0) fit(cells, parent, count);
  shareVolume(cells, parent, weights, seed, key);
  return cells;
}

function flat(cells: Cells, value: number, count: number): void {
  for (let index = 0; index < count; index++) {
    cells.fill(value, index * CELL_STRIDE, index * CELL_STRIDE + 4);
  }
}

function walk(
  cells: Cells,
  parent: ParentCell,
  weights: Float64Array,
  sigma: number,
  seed: number,
  key: number,
): void {
  const count = weights.length;
  let total = 0;
  for (const weight of weights) total += weight;
  let value = parent.open;
  for (let index = 0; index < count; index++) {
    const hash = hash32(seed, key, index, 1);
    const childSigma = sigma * Math.sqrt((weights[index] ?? 0) / total);
    // One step in about fifty is a jump.
    const size = hash % 53 === 0 ? 2.5 : 1;
    value += childSigma * size * normal(hash);
    cells[index * CELL_STRIDE + CLOSE] = value;
  }
  const miss = parent.close - value;
  let weightSoFar = 0;
  let open = parent.open;
  for (let index = 0; index < count; index++) {
    const weight = weights[index] ?? 0;
    weightSoFar += weight;
    const at = index * CELL_STRIDE;
    const close =
      index === count - 1 ? parent.close : (cells[at + CLOSE] ?? 0) + (miss * weightSoFar) / total;
    const childSigma = sigma * Math.sqrt(weight / total);
    cells[at + OPEN] = open;
    cells[at + CLOSE] = close;
    cells[at + HIGH] = extreme(open, close, childSigma, hash32(seed, key, index, 2), 1);
    cells[at + LOW] = extreme(open, close, childSigma, hash32(seed, key, index, 3), -1);
    open = close;
  }
}

function fit(cells: Cells, parent: ParentCell, count: number): void {
  let peakIndex = 0;
  let troughIndex = 0;
  for (let index = 1; index < count; index++) {
    if (cellValue(cells, index, HIGH) > cellValue(cells, peakIndex, HIGH)) peakIndex = index;
    if (cellValue(cells, index, LOW) < cellValue(cells, troughIndex, LOW)) troughIndex = index;
  }
  const upper = Math.max(parent.open, parent.close);
  const lower = Math.min(parent.open, parent.close);
  const peak = cellValue(cells, peakIndex, HIGH);
  const trough = cellValue(cells, troughIndex, LOW);
  const upScale = peak > upper ? (parent.high - upper) / (peak - upper) : 0;
  const downScale = trough < lower ? (lower - parent.low) / (lower - trough) : 0;
  for (let index = 0; index < count; index++) {
    const at = index * CELL_STRIDE;
    for (let field = 0; field < 4; field++) {
      const value = cells[at + field] ?? 0;
      if (value > upper) cells[at + field] = Math.min(parent.high, upper + (value - upper) * upScale);
      else if (value < lower) cells[at + field] = Math.max(parent.low, lower - (lower - value) * downScale);
    }
  }
  cells[peakIndex * CELL_STRIDE + HIGH] = parent.high;
  cells[troughIndex * CELL_STRIDE + LOW] = parent.low;
}

/** Volume goes where time and movement are, with noise. */
function shareVolume(
  cells: Cells,
  parent: ParentCell,
  weights: Float64Array,
  seed: number,
  key: number,
): void {
  const count = weights.length;
  const range = parent.high - parent.low;
  let total = 0;
  const parts = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const move = range > 0 ? (cellValue(cells, index, HIGH) - cellValue(cells, index, LOW)) / range : 0;
    const noise = 0.35 + 1.3 * uniform(hash32(seed, key, index, 4)) ** 2;
    const part = (weights[index] ?? 0) * noise * (0.5 + Math.sqrt(count) * move);
    parts[index] = part;
    total += part;
  }
  let soFar = 0;
  for (let index = 0; index < count; index++) {
    cells[index * CELL_STRIDE + SHARE] =
      index === 0
        ? parent.shareStart
        : parent.shareStart + (parent.shareEnd - parent.shareStart) * (soFar / total);
    soFar += parts[index] ?? 0;
  }
  cells[count * CELL_STRIDE + SHARE] = parent.shareEnd;
}
