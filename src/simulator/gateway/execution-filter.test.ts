import { describe, expect, it } from 'vitest';
import { orderTerms } from '../world/order-terms';
import type { SimExecution } from '../world/world';
import type { ExecutionFilter } from '../wire/requests/order-requests';
import { filterExecutions } from './execution-filter';
import { FAKE_NOW_MS, fakeExecution, fakeOrder } from './fake-world';

const everything: ExecutionFilter = {
  clientId: 0,
  account: '',
  time: '',
  symbol: '',
  secType: '',
  exchange: '',
  side: '',
};

const buy = fakeExecution(fakeOrder(3, 1, orderTerms({ account: 'DU1234567' })), 1);
const sell: SimExecution = {
  ...fakeExecution(fakeOrder(4, 2, orderTerms({ side: 'SELL', account: 'DU1234567' })), 2),
  atMs: FAKE_NOW_MS + 60_000,
  exchange: 'ARCA',
};

function kept(different: Partial<ExecutionFilter>): readonly SimExecution[] {
  return filterExecutions([buy, sell], { ...everything, ...different });
}

describe('the filter of executions', () => {
  it('that is empty lets everything through', () => {
    expect(kept({})).toEqual([buy, sell]);
  });

  it.each([
    ['the client', { clientId: 4 }, [sell]],
    ['the account', { account: 'DU7654321' }, []],
    ['the symbol', { symbol: 'AAPL' }, [buy, sell]],
    ['another symbol', { symbol: 'MSFT' }, []],
    ['the security type', { secType: 'OPT' }, []],
    ['the exchange', { exchange: 'ARCA' }, [sell]],
    ['the side as a client says it', { side: 'SELL' }, [sell]],
    ['the side as executions say it', { side: 'BOT' }, [buy]],
    ['the time with a zone', { time: '20261005 10:31:00 US/Eastern' }, [sell]],
    ['the time in UTC', { time: '20261005-14:31:00' }, [sell]],
    ['the time in the zone of the gateway', { time: '20261005 10:30:00' }, [buy, sell]],
  ] as const)('looks at %s', (_name, different, wanted) => {
    expect(kept(different)).toEqual(wanted);
  });
});
