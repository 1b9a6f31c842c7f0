import { beforeEach, describe, expect, it } from 'vitest';
import type { AccountSummary, Position } from '../../shared/domain/account';
import type { PortfolioEvent, PositionEvent } from '../broker/port';
import { createBrokerDouble } from '../market-data/broker-double';
import { conIdOf, decimalOf } from '../../shared/domain/instrument-fixtures';
import { silentLogger } from '../platform/logger';
import { ManualClock } from '../platform/manual-clock';
import { type Account, createAccount } from './account';

const own = 'DU1234567';
const other = 'DU7654321';
const future = conIdOf(495512552);

function positionOf(quantity: string, changes: Partial<PositionEvent> = {}): PositionEvent {
  return {
    accountId: own,
    conId: future,
    symbol: 'ES',
    secType: 'FUT',
    localSymbol: 'ESZ6',
    currency: 'USD',
    multiplier: decimalOf('50'),
    quantity: decimalOf(quantity),
    averageCost: decimalOf('290012.5'),
    ...changes,
  };
}

function portfolioOf(quantity: string, changes: Partial<PortfolioEvent> = {}): PortfolioEvent {
  return {
    ...positionOf(quantity),
    marketPrice: decimalOf('5810'),
    marketValue: decimalOf('290500'),
    unrealizedPnl: decimalOf('487.5'),
    realizedPnl: decimalOf('0'),
    ...changes,
  };
}

describe('the account', () => {
  let clock: ManualClock;
  let broker: ReturnType<typeof createBrokerDouble>;
  let account: Account;
  let summaries: AccountSummary[];
  let changed: Position[];

  const value = (tag: string, text: string, currency = 'USD', accountId = own) =>
    broker.subjects.accountValues.next({ accountId, tag, value: text, currency });

  beforeEach(() => {
    clock = new ManualClock();
    broker = createBrokerDouble();
    account = createAccount({ broker: broker.broker, clock, log: silentLogger });
    summaries = [];
    changed = [];
    account.onSummary((summary) => summaries.push(summary));
    account.onPosition((position) => changed.push(position));
  });

  it('is unknown before it is followed', () => {
    expect(account.summary()).toBeNull();
    expect(account.positions()).toEqual([]);
  });

  describe('that is followed', () => {
    beforeEach(() => account.start(own));

    it('is asked for once', () => {
      account.start(own);
      expect(broker.watchedAccounts).toEqual([own]);
    });

    it('has the values that IB names, in its base currency', () => {
      value('NetLiquidation', '1020171.48');
      value('TotalCashValue', '1017351.960');
      value('BuyingPower', '4069407.84');
      value('InitMarginReq', '0.00');
      value('AvailableFunds', '12.5', 'EUR');
      value('NetLiquidation', '5', 'USD', other);
      value('Leverage-S', '0.3');
      expect(account.summary()).toMatchObject({
        accountId: own,
        currency: 'USD',
        netLiquidation: '1020171.48',
        totalCash: '1017351.96',
        buyingPower: '4069407.84',
        initMargin: '0',
        availableFunds: null,
        maintMargin: null,
        receivedMs: clock.nowMs(),
        stale: false,
      });
      expect(summaries.at(-1)).toEqual(account.summary());
    });

    it.each(['1.7976931348623157E308', '2147483647', '9223372036854775807', '', 'n/a'])(
      'shows nothing where IB says "unset": %s',
      (text) => {
        value('NetLiquidation', '100');
        value('NetLiquidation', text);
        expect(account.summary()?.netLiquidation).toBeNull();
      },
    );

    it('reads amounts that IB writes with many digits or an exponent', () => {
      value('NetLiquidation', '0.30000000000000004');
      value('BuyingPower', '1.5E7');
      expect(account.summary()).toMatchObject({ netLiquidation: '0.3', buyingPower: '15000000' });
    });

    it('has the profit and loss of the day', () => {
      broker.subjects.pnl.next({
        accountId: own,
        dailyPnl: decimalOf('-12.5'),
        unrealizedPnl: null,
        realizedPnl: decimalOf('3'),
      });
      expect(account.summary()).toMatchObject({ dailyPnl: '-12.5', unrealizedPnl: null, realizedPnl: '3' });
    });

    it('has positions whose average price leaves the multiplier out', () => {
      broker.subjects.positions.next(positionOf('1'));
      expect(account.positions()).toMatchObject([
        { conId: future, quantity: '1', averagePrice: '5800.25', marketValue: null, stale: false },
      ]);
      expect(changed).toEqual(account.positions());
    });

    it('keeps the positions of other accounts out', () => {
      broker.subjects.positions.next(positionOf('1', { accountId: other }));
      broker.subjects.portfolio.next(portfolioOf('1', { accountId: other }));
      account.applySnapshot([positionOf('2', { accountId: other })]);
      expect(account.positions()).toEqual([]);
      expect(changed).toEqual([]);
    });

    it('joins the values of the portfolio and the profit and loss of the position', () => {
      broker.subjects.positions.next(positionOf('1'));
      broker.subjects.portfolio.next(portfolioOf('1'));
      expect(broker.pnlFeeds).toMatchObject([{ accountId: own, conId: future, open: true }]);
      broker.pnlFeeds[0]?.onPnl({
        accountId: own,
        dailyPnl: decimalOf('20'),
        unrealizedPnl: decimalOf('500'),
        realizedPnl: null,
        marketValue: decimalOf('290512.5'),
      });
      expect(account.positions()).toMatchObject([
        {
          quantity: '1',
          marketPrice: '5810',
          marketValue: '290512.5',
          unrealizedPnl: '500',
          realizedPnl: '0',
          dailyPnl: '20',
        },
      ]);
      expect(broker.pnlFeeds.length).toBe(1);
    });

    it('does not take an older quantity of the portfolio for a newer one of the positions', () => {
      broker.subjects.positions.next(positionOf('2'));
      broker.subjects.portfolio.next(portfolioOf('1'));
      expect(account.positions()).toMatchObject([{ quantity: '2', marketPrice: '5810' }]);
    });

    it('says once that a position was closed, and ends its profit and loss', () => {
      broker.subjects.positions.next(positionOf('1'));
      broker.subjects.positions.next(positionOf('0.00', { averageCost: null }));
      broker.subjects.portfolio.next(portfolioOf('0'));
      expect(changed.map(({ quantity }) => quantity)).toEqual(['1', '0']);
      expect(account.positions()).toEqual([]);
      expect(broker.pnlFeeds.map(({ open }) => open)).toEqual([false]);
    });

    it('closes what IB does not report any more after a reconnect', () => {
      const kept = conIdOf(265598);
      broker.subjects.positions.next(positionOf('1'));
      broker.subjects.positions.next(positionOf('7', { conId: kept }));
      broker.setConnection('reconciling', 2);
      changed.length = 0;
      account.applySnapshot([positionOf('9', { conId: kept })]);
      expect(changed).toMatchObject([
        { conId: kept, quantity: '9', stale: false },
        { conId: future, quantity: '0', stale: false },
      ]);
      expect(account.positions()).toMatchObject([{ conId: kept, quantity: '9' }]);
    });

    it('does not go back to the list of a connect for what changed since IB made it', () => {
      const opened = conIdOf(265598);
      const closed = conIdOf(272093);
      broker.setConnection('reconciling', 2);
      const list = [positionOf('1'), positionOf('5', { conId: closed })];
      for (const event of list) broker.subjects.positions.next(event);
      broker.subjects.positions.next(positionOf('3'));
      broker.subjects.positions.next(positionOf('7', { conId: opened }));
      broker.subjects.positions.next(positionOf('0', { conId: closed }));
      account.applySnapshot(list);
      expect(account.positions()).toMatchObject([
        { conId: future, quantity: '3' },
        { conId: opened, quantity: '7' },
      ]);
    });

    it('does not take a late value of the portfolio for a position that was closed', () => {
      broker.subjects.positions.next(positionOf('1'));
      broker.subjects.positions.next(positionOf('0'));
      broker.subjects.portfolio.next(portfolioOf('1'));
      expect(account.positions()).toEqual([]);
    });

    it('is stale while the connection is gone, and until the next one has told it anew', () => {
      value('NetLiquidation', '100');
      broker.subjects.positions.next(positionOf('1'));
      broker.setConnection('reconnecting');
      expect(summaries.at(-1)).toMatchObject({ netLiquidation: '100', stale: true });
      expect(changed.at(-1)).toMatchObject({ quantity: '1', stale: true });
      broker.setConnection('ready', 2);
      expect(account.summary()?.stale).toBe(true);
      expect(account.positions()).toMatchObject([{ stale: true }]);
      value('NetLiquidation', '101');
      broker.subjects.positions.next(positionOf('1'));
      expect(summaries.at(-1)).toMatchObject({ netLiquidation: '101', stale: false });
      expect(changed.at(-1)).toMatchObject({ stale: false });
    });

    it('is forgotten for another', () => {
      value('NetLiquidation', '100');
      broker.subjects.positions.next(positionOf('1'));
      account.start(other);
      expect(account.summary()).toMatchObject({ accountId: other, netLiquidation: null, currency: null });
      expect(account.positions()).toEqual([]);
      expect(broker.pnlFeeds.every(({ open }) => !open)).toBe(true);
      account.reset();
      value('NetLiquidation', '5', 'USD', other);
      expect(account.summary()).toBeNull();
    });
  });
});
