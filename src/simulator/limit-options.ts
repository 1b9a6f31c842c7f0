import { defaultLimits, type GatewayLimits } from './gateway/gateway-limits';

type LimitName = keyof GatewayLimits;

/** What is said about each limit in `--help`. */
const descriptions: Readonly<Record<LimitName, string>> = {
  messagesPerSecond: 'messages a second from one client (100)',
  clients: 'clients at a time (321)',
  marketDataLines: 'market data lines of all clients (101)',
  marketDepth: 'market depth subscriptions of all clients (309)',
  tickByTick: 'tick-by-tick subscriptions of all clients (10190)',
  accountSummaries: 'account summaries of one client (322)',
  scanners: 'scanner subscriptions of all clients (322)',
  historicalOpen: 'historical requests of one client at a time (322)',
  historicalPacing: 'pacing of bars of 30 seconds or less (162, 420)',
  activeOrdersPerSide: 'active orders on one side of one contract (201)',
};

const names = Object.keys(descriptions).filter((name): name is LimitName => name in defaultLimits);

/** Every limit switched off. */
export const noLimits: GatewayLimits = {
  messagesPerSecond: Number.POSITIVE_INFINITY,
  clients: Number.POSITIVE_INFINITY,
  marketDataLines: Number.POSITIVE_INFINITY,
  marketDepth: Number.POSITIVE_INFINITY,
  tickByTick: Number.POSITIVE_INFINITY,
  accountSummaries: Number.POSITIVE_INFINITY,
  scanners: Number.POSITIVE_INFINITY,
  historicalOpen: Number.POSITIVE_INFINITY,
  historicalPacing: false,
  activeOrdersPerSide: Number.POSITIVE_INFINITY,
};

export type LimitsResult =
  | { readonly ok: true; readonly limits: Partial<GatewayLimits> }
  | { readonly ok: false; readonly problem: string };

/** Reads `marketDataLines=10,historicalPacing=off`; a number may be `none` for no limit. */
export function parseLimits(text: string): LimitsResult {
  let limits: Partial<GatewayLimits> = {};
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=', 2).map((side) => side.trim());
    const known = names.find((candidate) => candidate === name);
    if (known === undefined) {
      return { ok: false, problem: `there is no limit '${name}'; the limits are ${names.join(', ')}` };
    }
    if (known === 'historicalPacing') {
      if (value !== 'on' && value !== 'off') {
        return { ok: false, problem: `historicalPacing is on or off, not '${value}'` };
      }
      limits = { ...limits, historicalPacing: value === 'on' };
      continue;
    }
    const number =
      value === 'none' ? Number.POSITIVE_INFINITY : /^\d{1,9}$/.test(value) ? Number(value) : null;
    if (number === null) {
      return { ok: false, problem: `${known} is a whole number or none, not '${value}'` };
    }
    limits = { ...limits, [known]: number };
  }
  return { ok: true, limits };
}

/** One line for each limit with its default, for `--help`. */
export function limitsHelp(): string {
  const width = Math.max(...names.map((name) => name.length));
  return names
    .map((name) => {
      const value = defaultLimits[name];
      const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
      return `    ${name.padEnd(width)}  ${text.padStart(3)}  ${descriptions[name]}`;
    })
    .join('\n');
}
