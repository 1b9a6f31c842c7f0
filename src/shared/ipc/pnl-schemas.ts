import * as z from 'zod';
import { type PnlComparison, pnlFigures, pnlSources, pnlVerdicts } from '../domain/pnl-comparison';
import { decimal, text, timeMs } from './primitives';

const value = z.strictObject({
  source: z.enum(pnlSources),
  basis: text,
  amount: decimal.nullable(),
  remark: text.nullable(),
});

const gap = z.strictObject({
  from: z.enum(pnlSources),
  to: z.enum(pnlSources),
  amount: decimal.nullable(),
  causes: z.array(z.strictObject({ text, amount: decimal.nullable() })).max(20),
  rest: decimal.nullable(),
  verdict: z.enum(pnlVerdicts),
});

export const pnlComparisonSchema: z.ZodType<PnlComparison> = z.strictObject({
  atMs: timeMs,
  currency: text.nullable(),
  tolerance: decimal,
  rows: z
    .array(
      z.strictObject({
        figure: z.enum(pnlFigures),
        values: z.array(value).max(pnlSources.length),
        gaps: z.array(gap).max(pnlSources.length),
      }),
    )
    .max(pnlFigures.length),
});
