import * as z from 'zod';
import { marketDataTypes, type Quote } from '../domain/quote';
import { conId, nullablePrice, text } from './primitives';

/**
 * A quote as it travels: the fields of {@link Quote} in a fixed order, because 500 tuples a frame cost a fraction of
 * 500 objects.
 */
export const quoteTuple = z.tuple([
  conId,
  nullablePrice, // bid
  nullablePrice, // ask
  nullablePrice, // last
  nullablePrice, // bidSize
  nullablePrice, // askSize
  nullablePrice, // lastSize
  nullablePrice, // volume
  nullablePrice, // open
  nullablePrice, // high
  nullablePrice, // low
  nullablePrice, // close
  z.number().nullable(), // lastTradeMs
  z.number().nullable(), // receivedMs
  z.enum(marketDataTypes).nullable(), // type
  z.boolean(), // stale
  z.number().int().nullable(), // notice code
  text.nullable(), // notice text
]);
export type QuoteTuple = z.infer<typeof quoteTuple>;

/** Packs a quote. */
export function quoteToTuple(quote: Quote): QuoteTuple {
  return [
    quote.conId,
    quote.bid,
    quote.ask,
    quote.last,
    quote.bidSize,
    quote.askSize,
    quote.lastSize,
    quote.volume,
    quote.open,
    quote.high,
    quote.low,
    quote.close,
    quote.lastTradeMs,
    quote.receivedMs,
    quote.type,
    quote.stale,
    quote.notice === null ? null : quote.notice.code,
    quote.notice === null ? null : quote.notice.text,
  ];
}

/** Unpacks a quote. */
export function quoteFromTuple(tuple: QuoteTuple): Quote {
  const [
    conIdValue,
    bid,
    ask,
    last,
    bidSize,
    askSize,
    lastSize,
    volume,
    open,
    high,
    low,
    close,
    lastTradeMs,
    receivedMs,
    type,
    stale,
    noticeCode,
    noticeText,
  ] = tuple;
  return {
    conId: conIdValue,
    bid,
    ask,
    last,
    bidSize,
    askSize,
    lastSize,
    volume,
    open,
    high,
    low,
    close,
    lastTradeMs,
    receivedMs,
    type,
    stale,
    notice: noticeCode === null ? null : { code: noticeCode, text: noticeText ?? '' },
  };
}
