import type { SegmentRule } from '../calendar/trading-calendar';
import { MINUTE_MS } from '../calendar/zone-time';
import { BLOCK_MS } from './price-path';
import type { PriceView } from './price-view';
import type { RangeTotals } from './range-totals';
import { type Cells, CLOSE, cellValue, HIGH, LOW, OPEN, SHARE } from './subdivision';

function addCell(
  view: PriceView,
  cells: Cells,
  index: number,
  segmentVolume: number,
  totals: RangeTotals,
): void {
  const start = cellValue(cells, index, SHARE);
  const end = cellValue(cells, index + 1, SHARE);
  totals.add(
    cellValue(cells, index, OPEN),
    cellValue(cells, index, HIGH),
    cellValue(cells, index, LOW),
    cellValue(cells, index, CLOSE),
    view.volumeUpTo(segmentVolume, end) - view.volumeUpTo(segmentVolume, start),
    view.tradesUpTo(segmentVolume, end) - view.tradesUpTo(segmentVolume, start),
  );
}

/**
 * Adds what happened on one trading day between two moments to `totals`, from the coarsest cells that fit.
 * Parts of a second at either end are left out.
 */
export function addRange(
  view: PriceView,
  epochDay: number,
  rules: readonly SegmentRule[],
  fromMs: number,
  toMs: number,
  totals: RangeTotals,
): void {
  for (const rule of rules) {
    const segment = view.calendar.segment(epochDay, rule);
    const from = Math.max(fromMs, segment.startMs);
    const to = Math.min(toMs, segment.endMs);
    if (from >= to) continue;
    const volume = view.segmentVolume(epochDay, rule);
    if (from === segment.startMs && to === segment.endMs) {
      const cell = view.path.segment(epochDay, rule);
      const trades = view.tradesUpTo(volume, 1);
      totals.add(cell.open, cell.high, cell.low, cell.close, view.volumeUpTo(volume, 1), trades);
    } else {
      addBlocks(view, epochDay, rule, from - segment.startMs, to - segment.startMs, volume, totals);
    }
  }
}

function addBlocks(
  view: PriceView,
  epochDay: number,
  rule: SegmentRule,
  from: number,
  to: number,
  volume: number,
  totals: RangeTotals,
): void {
  for (let block = Math.floor(from / BLOCK_MS); block * BLOCK_MS < to; block++) {
    const start = block * BLOCK_MS;
    const end = start + BLOCK_MS;
    if (from <= start && to >= end) addCell(view, view.path.blocks(epochDay, rule), block, volume, totals);
    else addMinutes(view, epochDay, rule, Math.max(from, start), Math.min(to, end), volume, totals);
  }
}

function addMinutes(
  view: PriceView,
  epochDay: number,
  rule: SegmentRule,
  from: number,
  to: number,
  volume: number,
  totals: RangeTotals,
): void {
  const block = Math.floor(from / BLOCK_MS);
  for (let minute = Math.floor(from / MINUTE_MS); minute * MINUTE_MS < to; minute++) {
    const start = minute * MINUTE_MS;
    const end = start + MINUTE_MS;
    if (from <= start && to >= end) {
      addCell(view, view.path.minutes(epochDay, rule, block), minute % 15, volume, totals);
    } else {
      const { cells } = view.path.seconds(epochDay, rule, minute);
      const first = Math.ceil((Math.max(from, start) - start) / 1000);
      const last = Math.floor((Math.min(to, end) - start) / 1000);
      for (let second = first; second < last; second++) addCell(view, cells, second, volume, totals);
    }
  }
}
