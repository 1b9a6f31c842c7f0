import { describe, expect, it } from 'vitest';
import { decodeRequest } from './decode-request';

const CONTRACT = ['800000000', 'AAPL', 'OPT', '20261120', '190', 'C', '100', 'SMART'];

/** A request as text fields, without its NULs. */
function decode(...fields: readonly string[]): ReturnType<typeof decodeRequest> {
  return decodeRequest(fields, 178);
}

describe('calculation requests', () => {
  const head = ['54', '3', '7', ...CONTRACT, '', 'USD', '', 'AAPL', '5.5', '191'];

  it.each([
    ['without options', [''], ''],
    ['with options', ['foo=1;'], 'foo=1;'],
    ['with the number of the options before them', ['0', ''], ''],
    ['with nothing after the prices', [], ''],
  ])('are read %s', (_name, tail, miscOptions) => {
    expect(decode(...head, ...tail)).toMatchObject({
      kind: 'request',
      request: {
        kind: 'calculateImpliedVolatility',
        reqId: 7,
        contract: { conId: 800_000_000, strike: 190, right: 'C', tradingClass: 'AAPL' },
        given: 5.5,
        underlyingPrice: 191,
        miscOptions,
      },
    });
  });
});

describe('an exercise request', () => {
  const head = ['21', '2', '7', ...CONTRACT, 'USD', '', 'AAPL', '1'];

  it.each([
    ['178', ['2', 'DU1234567', '0']],
    ['193', ['2', 'DU1234567', '0', '', '', '0']],
  ])('is read in the layout of %s', (_version, tail) => {
    expect(decode(...head, ...tail)).toMatchObject({
      kind: 'request',
      request: {
        kind: 'exerciseOptions',
        reqId: 7,
        action: 1,
        quantity: 2,
        account: 'DU1234567',
        override: false,
      },
    });
  });

  it('cannot be read with a quantity that is no whole number', () => {
    expect(decode(...head, '2.0', '', '0')).toMatchObject({
      kind: 'unreadable',
      name: 'exerciseOptions',
      id: 7,
    });
  });
});
