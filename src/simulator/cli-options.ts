import { parseArgs } from 'node:util';
import { accountIdProblem } from './account-id';
import type { ListenAddress } from './gateway/gateway';
import { marketDataSubscriptions } from './gateway/market-data-permission';
import { noLimits, parseLimits } from './limit-options';
import { defaultSettings, SPEED_RANGE, type SimulatorSettings, TICK_RATE_RANGE } from './simulator-settings';
import { parseStartPositions } from './world/account/start-positions';

export { usage } from './cli-usage';

export type CliOptions =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'serve';
      readonly address: ListenAddress;
      readonly settings: SimulatorSettings;
      /** File with a fault script. */
      readonly faultsFile?: string;
    }
  | { readonly kind: 'invalid'; readonly message: string };

/** An option whose value cannot be used. */
class OptionError extends Error {}

/** Reads the command line; what is wrong with it is said in a sentence. */
export function parseCli(args: readonly string[]): CliOptions {
  try {
    const values = readArgs(args);
    if (values.help === true) return { kind: 'help' };
    return {
      kind: 'serve',
      address: addressOf(values.path, values.host, values.port),
      settings: settingsOf(values),
      ...(values.faults === undefined ? {} : { faultsFile: values.faults }),
    };
  } catch (error) {
    if (error instanceof OptionError) return { kind: 'invalid', message: error.message };
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      return { kind: 'invalid', message: error.message };
    }
    throw error;
  }
}

type Values = ReturnType<typeof readArgs>;

function readArgs(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      path: { type: 'string' },
      seed: { type: 'string' },
      speed: { type: 'string' },
      start: { type: 'string' },
      'tick-rate': { type: 'string' },
      account: { type: 'string' },
      cash: { type: 'string' },
      'base-currency': { type: 'string' },
      positions: { type: 'string' },
      'read-only': { type: 'boolean' },
      'market-data': { type: 'string' },
      limits: { type: 'string' },
      'no-limits': { type: 'boolean' },
      faults: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  return values;
}

function settingsOf(values: Values): SimulatorSettings {
  const { seed, speed, tickRate, cash } = defaultSettings;
  const rates = TICK_RATE_RANGE;
  return {
    seed: wholeNumber('--seed', values.seed, seed, 0, Number.MAX_SAFE_INTEGER),
    speed: numberIn('--speed', values.speed, speed, SPEED_RANGE.minimum, SPEED_RANGE.maximum),
    startMs: startOf(values.start),
    tickRate: numberIn('--tick-rate', values['tick-rate'], tickRate, rates.minimum, rates.maximum),
    accountId: accountOf(values.account),
    cash: numberIn('--cash', values.cash, cash, 0, 1e12),
    ...currencyOf(values['base-currency']),
    ...positionsOf(values.positions),
    ...(values['read-only'] === true ? { readOnlyApi: true } : {}),
    ...subscriptionOf(values['market-data']),
    ...limitsOf(values.limits, values['no-limits'] === true),
  };
}

function addressOf(
  path: string | undefined,
  host: string | undefined,
  port: string | undefined,
): ListenAddress {
  if (path === undefined) {
    return { host: host ?? '127.0.0.1', port: wholeNumber('--port', port, 4002, 0, 65_535) };
  }
  if (host !== undefined || port !== undefined)
    throw new OptionError('--path cannot be used with --host or --port.');
  if (path === '') throw new OptionError('--path must not be empty.');
  return { path };
}

function numberIn(
  name: string,
  text: string | undefined,
  fallback: number,
  minimum: number,
  maximum: number,
): number {
  if (text === undefined) return fallback;
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= minimum && value <= maximum)) {
    throw new OptionError(`${name} must be a number from ${minimum} to ${maximum}, not '${text}'.`);
  }
  return value;
}

function wholeNumber(
  name: string,
  text: string | undefined,
  fallback: number,
  minimum: number,
  maximum: number,
): number {
  const value = numberIn(name, text, fallback, minimum, maximum);
  if (!Number.isInteger(value)) throw new OptionError(`${name} must be a whole number, not '${text ?? ''}'.`);
  return value;
}

function startOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs))
    throw new OptionError(`--start must be an ISO time like 2026-10-05T14:30:00Z, not '${text}'.`);
  return atMs;
}

function accountOf(text: string | undefined): string {
  const account = text ?? defaultSettings.accountId;
  const problem = accountIdProblem(account);
  if (problem !== null) throw new OptionError(`--account: ${problem}`);
  return account;
}

function currencyOf(text: string | undefined): Pick<SimulatorSettings, 'baseCurrency'> {
  if (text === undefined) return {};
  if (!/^[A-Z]{3}$/.test(text))
    throw new OptionError(`--base-currency must be three capital letters like EUR, not '${text}'.`);
  return { baseCurrency: text };
}

/** What a gateway of its own begins with, so that clients that wait for a first position get one. */
const POSITIONS = 'AAPL=100';

function positionsOf(text = POSITIONS): Pick<SimulatorSettings, 'startPositions'> {
  if (text === 'none') return {};
  const read = parseStartPositions(text);
  if (!read.ok) throw new OptionError(`--positions: ${read.problem}`);
  return { startPositions: read.positions };
}

function subscriptionOf(text: string | undefined): Pick<SimulatorSettings, 'marketData'> {
  if (text === undefined) return {};
  const marketData = marketDataSubscriptions.find((one) => one === text);
  if (marketData === undefined) {
    throw new OptionError(`--market-data must be ${marketDataSubscriptions.join(', ')}, not '${text}'.`);
  }
  return { marketData };
}

function limitsOf(text: string | undefined, none: boolean): Pick<SimulatorSettings, 'limits'> {
  const base = none ? noLimits : {};
  if (text === undefined) return none ? { limits: base } : {};
  const result = parseLimits(text);
  if (!result.ok) throw new OptionError(`--limits: ${result.problem}.`);
  return { limits: { ...base, ...result.limits } };
}
