/** How a measurement is judged: its ratio to the baseline, or a value of its own. */
export type Target =
  | { readonly kind: 'ratio-at-most'; readonly limit: number }
  | { readonly kind: 'ratio-at-least'; readonly limit: number }
  | { readonly kind: 'value-below'; readonly limit: number }
  | { readonly kind: 'value-at-least'; readonly limit: number };

/** One row of the table: what was measured, against what, in the same run. */
export interface MeasurementRow {
  readonly name: string;
  readonly unit: 'ms' | 'fps' | '% CPU' | 'ticks/s';
  /** What Tradewind needed. */
  readonly subject: number;
  /** What the baseline needed. */
  readonly baseline: number;
  readonly target: Target;
  /** What exactly the two numbers are, one sentence each. */
  readonly notes: readonly string[];
}

/** A measurement: it starts what it needs, and ends it again. */
export interface Measurement {
  /** The word that selects it on the command line. */
  readonly id: string;
  /** What it measures, for the progress line. */
  readonly title: string;
  run(): Promise<MeasurementRow>;
}

/** Subject over baseline; above 1 the subject needs more, or has more. */
export function ratioOf(row: MeasurementRow): number {
  return row.subject / row.baseline;
}

/** Whether the target is met. A number that could not be made out meets none. */
export function meetsTarget(row: MeasurementRow): boolean {
  switch (row.target.kind) {
    case 'ratio-at-most':
      return ratioOf(row) <= row.target.limit;
    case 'ratio-at-least':
      return ratioOf(row) >= row.target.limit;
    case 'value-below':
      return row.subject < row.target.limit;
    case 'value-at-least':
      return row.subject >= row.target.limit;
  }
}
