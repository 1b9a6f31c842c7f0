import { meetsTarget, type MeasurementRow, ratioOf, type Target } from './measurement';
import { shortNumber } from './statistics';

const head = ['measurement', 'Tradewind', 'baseline', 'ratio', 'target', 'result'] as const;

/** The rows as a Markdown table, padded so that it reads well in a terminal too. */
export function resultTable(rows: readonly MeasurementRow[]): string {
  const cells = [head, ...rows.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (isNumeric(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [line(head), rule, ...rows.map((row) => line(cellsOf(row)))].join('\n');
}

function cellsOf(row: MeasurementRow): readonly string[] {
  return [
    row.name,
    `${shortNumber(row.subject)} ${row.unit}`,
    `${shortNumber(row.baseline)} ${row.unit}`,
    ratioText(ratioOf(row)),
    targetText(row.target, row.unit),
    meetsTarget(row) ? 'pass' : 'FAIL',
  ];
}

function ratioText(ratio: number): string {
  return ratio < 0.01 ? ratio.toExponential(1) : ratio.toFixed(2);
}

function targetText(target: Target, unit: string): string {
  switch (target.kind) {
    case 'ratio-at-most':
      return `ratio at most ${target.limit}`;
    case 'ratio-at-least':
      return `ratio at least ${target.limit}`;
    case 'value-below':
      return `below ${target.limit} ${unit}`;
    case 'value-at-least':
      return `at least ${target.limit.toLocaleString('en')} ${unit}`;
  }
}

const isNumeric = (column: number): boolean => column >= 1 && column <= 3;

function pad(cell: string, width: number, column: number): string {
  return isNumeric(column) ? cell.padStart(width) : cell.padEnd(width);
}
