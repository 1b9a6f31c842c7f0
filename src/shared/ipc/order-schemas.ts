import * as z from 'zod';
import { type Fill, type Order, type OrderDraft, orderStates, sides, tifs } from '../domain/order';
import { conId, decimal, orderIdText, orderKey, secType, text, timeMs } from './primitives';

const pricing = z.discriminatedUnion('orderType', [
  z.strictObject({ orderType: z.literal('MKT') }),
  z.strictObject({ orderType: z.literal('LMT'), limitPrice: decimal }),
  z.strictObject({ orderType: z.literal('STP'), stopPrice: decimal }),
  z.strictObject({ orderType: z.literal('STP LMT'), stopPrice: decimal, limitPrice: decimal }),
]);

export const orderDraftSchema: z.ZodType<OrderDraft> = z.strictObject({
  conId,
  side: z.enum(sides),
  quantity: decimal,
  pricing,
  tif: z.enum(tifs),
  outsideRth: z.boolean(),
  bracket: z.strictObject({ takeProfit: decimal.nullable(), stopLoss: decimal.nullable() }).nullable(),
});

const message = z.strictObject({
  severity: z.enum(['warning', 'rejection', 'information']),
  code: z.number().int().nullable(),
  text,
  atMs: timeMs,
});

export const orderSchema: z.ZodType<Order> = z.strictObject({
  id: orderIdText,
  orderKey: orderKey.nullable(),
  orderId: z.number().int().nullable(),
  permId: z.number().int().nullable(),
  clientId: z.number().int().nullable(),
  own: z.boolean(),
  accountId: text,
  conId,
  symbol: text,
  secType,
  localSymbol: text,
  side: z.enum(sides),
  quantity: decimal,
  orderType: text,
  limitPrice: decimal.nullable(),
  stopPrice: decimal.nullable(),
  tif: text,
  outsideRth: z.boolean(),
  parentId: orderIdText.nullable(),
  role: z.enum(['single', 'entry', 'take-profit', 'stop-loss']),
  copyOf: orderIdText.nullable().default(null),
  state: z.enum(orderStates),
  filled: decimal,
  remaining: decimal,
  averageFillPrice: decimal.nullable(),
  whyHeld: text,
  message: message.nullable(),
  createdMs: timeMs,
  updatedMs: timeMs,
});

export const fillSchema: z.ZodType<Fill> = z.strictObject({
  execId: text,
  orderKey: orderKey.nullable(),
  permId: z.number().int().nullable(),
  accountId: text,
  conId,
  symbol: text,
  secType,
  localSymbol: text,
  side: z.enum(sides),
  quantity: decimal,
  price: decimal,
  exchange: text,
  atMs: timeMs,
  commission: decimal.nullable(),
  commissionCurrency: text.nullable(),
  realizedPnl: decimal.nullable(),
});
