import { describe, expect, it } from 'vitest';
import { NOTHING_COMPUTED } from '../../world/options/option-model';
import { apple } from '../sample-instruments';
import { optionComputationMessage, optionTickType, smartComponentsMessage } from './option-messages';
import { contractDetailsMessage } from './reference-messages';

function fields(payload: string): readonly string[] {
  return payload.split('\0').slice(0, -1);
}

describe('option messages', () => {
  it('write a computation with its attribute, before server version 156 with a version instead', () => {
    const computation = {
      impliedVolatility: 0.25,
      delta: -0.5,
      optionPrice: 5.05,
      pvDividend: 0,
      gamma: 0.00002,
      vega: 0.25,
      theta: -0.125,
      underlyingPrice: 190,
    };
    const values = ['0.25', '-0.5', '5.05', '0.0', '2.0E-5', '0.25', '-0.125', '190.0'];
    const at = (serverVersion: number): readonly string[] =>
      fields(optionComputationMessage(7, optionTickType.model, computation, serverVersion));
    expect(at(156)).toEqual(['21', '7', '13', '0', ...values]);
    expect(at(155)).toEqual(['21', '6', '7', '13', ...values]);
  });

  it('write what has not been computed as -1, and a sensitivity as -2', () => {
    expect(fields(optionComputationMessage(7, optionTickType.bid, NOTHING_COMPUTED, 193)).slice(4)).toEqual([
      '-1.0',
      '-2.0',
      '-1.0',
      '-1.0',
      '-2.0',
      '-2.0',
      '-2.0',
      '-1.0',
    ]);
  });

  it('write smart components one after the other', () => {
    const payload = smartComponentsMessage(7, [
      { bit: 0, exchange: 'AMEX', letter: 'A' },
      { bit: 11, exchange: 'NASDAQ', letter: 'Q' },
    ]);
    expect(fields(payload)).toEqual(['82', '7', '2', '0', 'AMEX', 'A', '11', 'NASDAQ', 'Q']);
  });

  it('tell the last day of trading and the date in the name of an option that is settled at an opening', () => {
    const option = {
      ...apple,
      secType: 'OPT' as const,
      lastTradeDate: '20261015',
      realExpirationDate: '20261016',
      lastTradeTime: '15:00:00 US/Central',
    };
    const hours = { trading: '', liquid: '' };
    const newer = fields(contractDetailsMessage(1, option, hours, 193));
    const older = fields(contractDetailsMessage(1, option, hours, 178));
    expect(newer.slice(4, 6)).toEqual(['20261015 15:00:00 US/Central', '20261015']);
    expect(older.slice(4, 6)).toEqual(['20261015 15:00:00 US/Central', '0']);
    expect([newer, older].map((message) => message.filter((field) => field === '20261016').length)).toEqual([
      1, 1,
    ]);
  });
});
