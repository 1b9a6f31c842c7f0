import { parseArgs } from 'node:util';
import type { ListenAddress } from './gateway/gateway';
import { defaultSettings, SPEED_RANGE, type SimulatorSettings, TICK_RATE_RANGE } from './simulator-settings';

export const usage = `Usage: npm run gateway -- [options]

Serves a simulated IB Gateway (server version 193) for any TWS API client.

  --port <number>       TCP port, 0 for any free one (default 4002)
  --host <address>      address to listen on (default 127.0.0.1)
  --path <path>         listen on a unix domain socket or named pipe instead
  --seed <number>       the same seed gives the same prices (default ${defaultSettings.seed})
  --speed <factor>      how much faster than real time, ${SPEED_RANGE.minimum} to ${SPEED_RANGE.maximum} (default ${defaultSettings.speed})
  --start <time>        start of the simulated clock, for example 2026-10-05T14:30:00Z
                        (default: a trading day at 10:30 New York time)
  --tick-rate <number>  market events a second of the busiest stock, ${TICK_RATE_RANGE.minimum} to ${TICK_RATE_RANGE.maximum} (default ${defaultSettings.tickRate})
  --account <id>        account id, DU or DF and six to eight digits (default ${defaultSettings.accountId})
  --cash <amount>       start cash in USD (default ${defaultSettings.cash})
  --help                show this text
`;

export type CliOptions =
  | { readonly kind: 'help' }
  | { readonly kind: 'serve'; readonly address: ListenAddress; readonly settings: SimulatorSettings }
  | { readonly kind: 'invalid'; readonly message: string };

/** An option whose value cannot be used. */
class OptionError extends Error {}

/** Reads the command line; what is wrong with it is said in a sentence. */
export function parseCli(args: readonly string[]): CliOptions {
  try {
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
        help: { type: 'boolean' },
      },
    });
    if (values.help === true) return { kind: 'help' };
    return {
      kind: 'serve',
      address: addressOf(values.path, values.host, values.port),
      settings: {
        seed: wholeNumber('--seed', values.seed, defaultSettings.seed, 0, Number.MAX_SAFE_INTEGER),
        speed: numberIn(
          '--speed',
          values.speed,
          defaultSettings.speed,
          SPEED_RANGE.minimum,
          SPEED_RANGE.maximum,
        ),
        startMs: startOf(values.start),
        tickRate: numberIn(
          '--tick-rate',
          values['tick-rate'],
          defaultSettings.tickRate,
          TICK_RATE_RANGE.minimum,
          TICK_RATE_RANGE.maximum,
        ),
        accountId: accountOf(values.account),
        cash: numberIn('--cash', values.cash, defaultSettings.cash, 0, 1e12),
      },
    };
  } catch (error) {
    if (error instanceof OptionError) return { kind: 'invalid', message: error.message };
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      return { kind: 'invalid', message: error.message };
    }
    throw error;
  }
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
  if (!/^D[UF]\d{6,8}$/.test(account)) {
    throw new OptionError(`--account must be DU or DF and six to eight digits, not '${account}'.`);
  }
  return account;
}
