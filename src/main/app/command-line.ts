import { parseArgs } from 'node:util';
import { type Profile, profiles } from '../../shared/domain/profile';
import { err, ok, type Result } from '../../shared/domain/result';
import { journalFormats } from '../../shared/ipc/journal-schemas';
import type { JournalCommand } from './journal-command';

/** What the command line asks for. */
export interface CommandLine {
  readonly help: boolean;
  readonly userDataDirectory: string | null;
  /** Stands in for the gateway of the profile; unpackaged only. */
  readonly gateway: { readonly host: string; readonly port: number } | null;
  readonly clientId: number | null;
  readonly profile: Profile | null;
  /** Done instead of opening the app; null to open it. */
  readonly journal: JournalCommand | null;
}

export const helpText = `Tradewind, a trading terminal for Interactive Brokers

Usage: tradewind [options]

  --user-data-dir <folder>   keep settings, journal and cache in this folder
  --gateway <host:port>      connect to this TWS or IB Gateway instead of the one in the settings
                             (not in the packaged app: use the settings there)
  --client-id <0-9999>       the API client id to use
  --profile <name>           simulator, paper or live
  --verify-journal           check the journal, print what was found as JSON, and end: with 0 when every
                             entry is proven, with 1 otherwise; no window opens, and an app that runs
                             with the same data is not disturbed
  --export-journal <file>    write every entry into a new file, and end
  --format <jsonl|csv>       of the export; otherwise the end of the file's name decides, then jsonl
  --help                     show this text

Without options the terminal opens with the profile that was used last; the first time that is the
built-in simulator.
`;

/**
 * Reads our options out of the arguments. Switches that are not ours are left to Chromium. The error is a sentence.
 * @param args what follows the executable (and the app folder).
 */
export function parseCommandLine(args: readonly string[], packaged: boolean): Result<CommandLine, string> {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      'user-data-dir': { type: 'string' },
      gateway: { type: 'string' },
      'client-id': { type: 'string' },
      profile: { type: 'string' },
      'verify-journal': { type: 'boolean' },
      'export-journal': { type: 'string' },
      format: { type: 'string' },
    },
  });
  const text = (
    name: 'user-data-dir' | 'gateway' | 'client-id' | 'profile' | 'export-journal' | 'format',
  ): Result<string | null, string> => {
    const value = values[name];
    if (value === undefined) return ok(null);
    return typeof value === 'string' && value !== ''
      ? ok(value)
      : err(`--${name} needs a value. See --help.`);
  };

  const userDataDirectory = text('user-data-dir');
  if (!userDataDirectory.ok) return userDataDirectory;
  const gatewayText = text('gateway');
  if (!gatewayText.ok) return gatewayText;
  const clientIdText = text('client-id');
  if (!clientIdText.ok) return clientIdText;
  const profileText = text('profile');
  if (!profileText.ok) return profileText;

  const gateway = gatewayText.value === null ? null : parseAddress(gatewayText.value);
  if (gatewayText.value !== null && gateway === null)
    return err(`--gateway ${gatewayText.value}: write host:port, for example 127.0.0.1:4002.`);
  if (gateway !== null && packaged)
    return err('--gateway is for development. Set the gateway in the settings.');
  const clientId = clientIdText.value === null ? null : Number(clientIdText.value);
  if (clientId !== null && !(Number.isInteger(clientId) && clientId >= 0 && clientId <= 9999)) {
    return err(`--client-id ${clientIdText.value ?? ''}: client ids go from 0 to 9999.`);
  }
  const profile = profileText.value === null ? null : profiles.find((name) => name === profileText.value);
  if (profile === undefined)
    return err(`--profile ${profileText.value ?? ''}: choose simulator, paper or live.`);
  const exportPath = text('export-journal');
  if (!exportPath.ok) return exportPath;
  const format = text('format');
  if (!format.ok) return format;
  const journal = journalCommand(values['verify-journal'] === true, exportPath.value, format.value);
  if (!journal.ok) return journal;
  return ok({
    help: values['help'] === true,
    userDataDirectory: userDataDirectory.value,
    gateway,
    clientId,
    profile,
    journal: journal.value,
  });
}

function journalCommand(
  verify: boolean,
  path: string | null,
  format: string | null,
): Result<JournalCommand | null, string> {
  if (path === null) {
    if (format !== null) return err('--format says how --export-journal writes; give both.');
    return ok(verify ? { kind: 'verify' } : null);
  }
  if (verify) return err('Give either --verify-journal or --export-journal, not both.');
  const chosen = format ?? (path.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl');
  const known = journalFormats.find((name) => name === chosen);
  return known === undefined
    ? err(`--format ${chosen}: choose jsonl or csv.`)
    : ok({ kind: 'export', path, format: known });
}

function parseAddress(text: string): { readonly host: string; readonly port: number } | null {
  const match = /^(?:\[([0-9A-Fa-f:]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port < 1 || port > 65535 ? null : { host, port };
}
