import * as z from 'zod';
import { barColumnNames, barSizes } from '../domain/bar';
import { type DecimalText, isDecimalText } from '../domain/decimal';
import { type ConId, isConId, secTypes } from '../domain/instrument';
import { isOrderKey, type OrderKey } from '../domain/order';

/** Longest text that any field carries, unless a schema says otherwise. */
export const maxTextLength = 2_000;

/** Text without NUL and other control characters except line breaks and tabs. */
export const text = z
  .string()
  .max(maxTextLength)
  .refine(
    (value) => [...value].every((character) => character >= ' ' || character === '\n' || character === '\t'),
    'control characters',
  );

export const conId = z.custom<ConId>((value) => typeof value === 'number' && isConId(value), 'not a conId');
export const decimal = z.custom<DecimalText>(
  (value) => typeof value === 'string' && isDecimalText(value),
  'not a decimal number',
);
export const orderKey = z.custom<OrderKey>(
  (value) => typeof value === 'string' && isOrderKey(value),
  'not an order key',
);
/** Id of an order as shown: our key, or `perm-<permId>`. */
export const orderIdText = z.string().regex(/^(?:[0-9a-f-]{36}|perm-\d{1,19})$/);
export const timeMs = z.number().min(-8.64e15).max(8.64e15);
export const barSize = z.enum(barSizes);
export const secType = z.enum(secTypes);
export const nullablePrice = z.number().nullable();

const column = z.custom<Float64Array>((value) => value instanceof Float64Array, 'not a column');
/** Bars in columns; see BarColumns. */
export const barColumns = z
  .strictObject({
    timeMs: column,
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
    wap: column,
    count: column,
  })
  .refine(
    (columns) => barColumnNames.every((name) => columns[name].length === columns.timeMs.length),
    'columns of different length',
  );
