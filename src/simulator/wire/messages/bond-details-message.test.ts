import { describe, expect, it } from 'vitest';
import { bonds } from '../../world/catalogue/bonds';
import { bondContractDetailsMessage } from './bond-details-message';

function fields(serverVersion: number): readonly string[] {
  const [bond] = bonds;
  if (bond === undefined) throw new Error('there is no bond');
  return bondContractDetailsMessage(7, bond, serverVersion).slice(0, -1).split('\0');
}

describe('the layout of a bond', () => {
  it('has the hours of trading from server version 188 on', () => {
    const before = fields(187);
    expect(fields(178)).toEqual(before);
    expect(fields(188)).toEqual([...before.slice(0, 28), 'US/Eastern', '', '', ...before.slice(28)]);
    expect(fields(193)).toEqual(fields(188));
  });

  it('begins with the request and ends with the sizes, numbers where clients read numbers', () => {
    const all = fields(178);
    expect(all.slice(0, 7)).toEqual(['18', '7', 'BNS', 'BOND', '064159KJ4', '4.5', '20321215']);
    expect(all.slice(11, 14)).toEqual(['0', '1', '0']);
    expect(all.slice(28)).toEqual([
      '',
      '',
      '2',
      'CUSIP',
      '064159KJ4',
      'ISIN',
      'US064159KJ44',
      '2147483647',
      '',
      '1',
      '1',
      '1',
    ]);
  });
});
