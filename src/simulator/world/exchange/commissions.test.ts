import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { makeTestWorld } from '../world-fixture';
import { orderCommission } from './commissions';

const { instrument, world } = makeTestWorld();

function commission(symbol: string, secType: string, quantity: number, price: number): number {
  const size = new Decimal(quantity);
  return orderCommission(instrument(symbol, secType), size, size.times(price)).toNumber();
}

describe('commissions', () => {
  it.each([
    ['AAPL', 'STK', 1000, 250, 5],
    ['AAPL', 'STK', 10, 250, 1],
    // At most one per cent of the value.
    ['AAPL', 'STK', 10, 0.5, 0.05],
    ['AAPL', 'OPT', 1, 3, 1],
    ['AAPL', 'OPT', 10, 3, 6.5],
    ['ES', 'FUT', 2, 6900, 4.5],
    ['ES', 'FOP', 2, 50, 2.84],
    ['EUR', 'CASH', 20_000, 1.1, 2],
    ['EUR', 'CASH', 1_000_000, 1.1, 22],
    // Stocks in Frankfurt and London, in euros and pounds: by value.
    ['SAP', 'STK', 10, 200, 3],
    ['SAP', 'STK', 1_000, 200, 100],
    ['VOD', 'STK', 10_000, 1, 5],
    ['BTC', 'CRYPTO', 0.5, 90_000, 81],
    ['BTC', 'CRYPTO', 0.01, 90_000, 1.75],
    ['BTC', 'CRYPTO', 0.001, 90_000, 0.9],
  ])('%s %s: %d at %d costs %d', (symbol, secType, quantity, price, expected) => {
    expect(commission(symbol, secType, quantity, price)).toBe(expected);
  });

  it.each([
    ['USD.JPY', 20_000, 150, 300],
    ['USD.JPY', 1_000_000, 150, 3_000],
    ['USD.CHF', 20_000, 0.8, 1.6],
  ])('%s: %d at %d costs %d, at least about two dollars', (pair, quantity, price, expected) => {
    const found = world.catalogue.withoutOptions.find((one) => one.localSymbol === pair);
    if (found === undefined) throw new Error(`${pair} is not listed`);
    const size = new Decimal(quantity);
    expect(orderCommission(found, size, size.times(price)).toNumber()).toBe(expected);
  });

  it('charge nothing before the first fill', () => {
    expect(commission('AAPL', 'STK', 0, 250)).toBe(0);
  });
});
