import { expect, it } from 'vitest';
import { ANY_CONTRACT } from '../world/catalogue/any-contract';
import { withExchangeNames } from './exchange-names';

it('renames the exchanges of a combination and of its legs, and leaves others as they are', () => {
  const leg = { conId: 265598, ratio: 1, action: 'BUY' };
  const contract = {
    ...ANY_CONTRACT,
    secType: 'BAG',
    exchange: 'SMART',
    comboLegs: [
      { ...leg, exchange: 'ISLAND' },
      { ...leg, exchange: 'ARCA' },
    ],
  };
  const request = { kind: 'reqHeadTimestamp', reqId: 1, contract, regularHoursOnly: true } as const;
  expect(withExchangeNames({ ...request, whatToShow: 'TRADES', formatDate: 1 })).toMatchObject({
    contract: { exchange: 'SMART', comboLegs: [{ exchange: 'NASDAQ' }, { exchange: 'ARCA' }] },
  });
});
