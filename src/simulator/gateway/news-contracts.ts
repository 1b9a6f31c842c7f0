import type { DescribedInstrument } from '../wire/messages/reference-messages';
import type { ContractQuery, SimInstrument, World } from '../world/world';
import { newsFeedOf } from './news-line';

const blank: Omit<SimInstrument, 'secType'> = {
  conId: 0,
  symbol: '',
  lastTradeDate: '',
  lastTradeTime: '',
  strike: 0,
  right: '',
  exchange: '',
  primaryExchange: '',
  currency: '',
  localSymbol: '',
  tradingClass: '',
  marketName: '',
  multiplier: '',
  minTick: 0.01,
  orderTypes: [],
  validExchanges: [],
  priceMagnifier: 1,
  underConId: 0,
  underSymbol: '',
  underSecType: '',
  longName: '',
  contractMonth: '',
  industry: '',
  category: '',
  subcategory: '',
  timeZoneId: '',
  stockType: '',
  isin: '',
  marketRuleIds: [],
  aggGroup: 2_147_483_647,
  minSize: 1,
  sizeIncrement: 1,
  suggestedSizeIncrement: 1,
  tradable: false,
};

/** The feeds that a contract of type NEWS means; one that names a provider and nothing else means all it has. */
export function newsContracts(world: World, contract: ContractQuery): readonly DescribedInstrument[] {
  const { providers } = world.news;
  const feed = newsFeedOf(contract, world);
  const codes = providers.filter(({ code }) =>
    contract.symbol === '' ? contract.exchange === code : feed === code,
  );
  return codes.map(({ code, name }) => ({
    ...blank,
    secType: 'NEWS',
    symbol: `${code}:${code}_ALL`,
    localSymbol: `${code}:${code}_ALL`,
    exchange: code,
    validExchanges: [code],
    marketName: code,
    longName: name,
  }));
}
