import type { SimInstrument } from '../listing';
import { hash32 } from '../prices/random';
import type { NewsProvider } from './news';

/** The providers that every account of Interactive Brokers has. */
export const newsProviders: readonly NewsProvider[] = [
  { code: 'BRFG', name: 'Briefing.com General Market Columns' },
  { code: 'BRFUPDN', name: 'Briefing.com Analyst Actions' },
  { code: 'DJNL', name: 'Dow Jones Newsletters' },
];

/** A headline and the text below it. */
export interface Story {
  readonly headline: string;
  readonly paragraphs: readonly string[];
}

/** Research houses that do not exist. */
const houses = [
  'Harrow & Pike',
  'Linden Street',
  'Calder Research',
  'Northgate Partners',
  'Osprey Securities',
];
const ratings = ['Buy', 'Outperform', 'Neutral', 'Hold', 'Sector Perform'];

const aboutCompanies: Readonly<Record<string, readonly string[]>> = {
  BRFG: [
    '{name}: what the next quarter has to show',
    '{name} in focus as its peers in {category} report',
    'A closer look at the margins of {name}',
    '{name} names a date for its investor day',
    'Story Stocks: {name} and the state of {industry}',
  ],
  BRFUPDN: [
    '{house} reiterated {name} ({symbol}) coverage with {rating}',
    '{house} initiated {name} ({symbol}) coverage with {rating}',
    '{house} resumed {name} ({symbol}) coverage with {rating}',
  ],
  DJNL: [
    '{name} says supply agreements were extended',
    '{name} to present at an industry conference',
    'Filing: {name} lists what it holds in {category}',
    '{name} appoints a new head of operations',
  ],
};

const aboutTheMarket: Readonly<Record<string, readonly string[]>> = {
  BRFG: [
    'Page One: what traders watch today',
    'The technical take: levels of the S&P 500',
    'Bond market update: yields little changed',
    'Economic calendar for the days ahead',
  ],
  BRFUPDN: ['Analyst actions of the morning: a summary', 'Rating changes after the close: a summary'],
  DJNL: [
    'The morning risk report',
    'What moves in commodities',
    'Currencies: a quiet session for the dollar',
    'The wealth adviser briefing',
  ],
};

const INVENTED = 'This article is invented by the simulator. It says nothing about a real company.';

/** Makes up a story of a provider; the same key gives the same story. Undefined instrument: about the market. */
export function makeStory(instrument: SimInstrument | undefined, providerCode: string, key: number): Story {
  const templates = (instrument === undefined ? aboutTheMarket : aboutCompanies)[providerCode] ?? [];
  const words: Readonly<Record<string, string>> = {
    house: pick(houses, hash32(key, 1)),
    rating: pick(ratings, hash32(key, 2)),
    name: instrument === undefined ? '' : companyName(instrument.longName),
    symbol: instrument?.symbol ?? '',
    category: instrument?.category ?? '',
    industry: instrument?.industry ?? '',
  };
  const headline = pick(templates, hash32(key, 3)).replace(
    /\{(\w+)\}/g,
    (whole, word: string) => words[word] ?? whole,
  );
  const about =
    instrument === undefined
      ? 'The column covers the market as a whole.'
      : `${instrument.longName} (${instrument.symbol}) is listed at ${instrument.primaryExchange}, in ${instrument.industry}.`;
  return { headline, paragraphs: [headline, about, INVENTED] };
}

/** `APPLE INC` as `Apple`. */
function companyName(longName: string): string {
  const words = longName
    .split(' ')
    .filter((word) => !/^(?:INC|CORP|CO|LTD|PLC|THE|CLASS|CL|A|B|C)\.?$/.test(word));
  const shown = words.length === 0 ? [longName] : words;
  return shown.map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join(' ');
}

function pick(choices: readonly string[], hash: number): string {
  return choices[hash % choices.length] ?? '';
}
