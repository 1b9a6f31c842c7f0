import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Logger } from './logger';

/** A log larger than this is put aside at the next start, bytes. */
const rotateAtBytes = 5 * 1024 * 1024;
/** How many older logs are kept. */
const keptLogs = 3;

/** Account ids keep their first two and last two characters: enough to tell two accounts apart. */
export function maskAccountIds(text: string): string {
  return text.replace(
    /\b([A-Z]{1,2})(\d{3,})(\d{2})\b/g,
    (_match, prefix: string, middle: string, end: string) => `${prefix}${'*'.repeat(middle.length)}${end}`,
  );
}

/**
 * A logger that writes JSON lines to `directory/tradewind.log`, asynchronously, with account ids masked. Older logs are
 * `tradewind.1.log` to `tradewind.3.log`.
 * @param alsoTo where errors are repeated, for development.
 */
export function createFileLogger(
  directory: string,
  level: 'debug' | 'info',
  alsoTo: ((line: string) => void) | null,
): Logger & { flush(): void } {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'tradewind.log');
  rotate(directory, file);
  const destination = pino.destination({ dest: file, sync: false, minLength: 0, mode: 0o600 });
  const writer = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    {
      write(line: string) {
        const masked = maskAccountIds(line);
        destination.write(masked);
        if (alsoTo !== null && /"level":[56]0/.test(line)) alsoTo(masked);
      },
    },
  );
  return {
    debug: (message, fields) => writer.debug(fields ?? {}, message),
    info: (message, fields) => writer.info(fields ?? {}, message),
    warn: (message, fields) => writer.warn(fields ?? {}, message),
    error: (message, fields) => writer.error(fields ?? {}, message),
    flush: () => destination.flushSync(),
  };
}

function rotate(directory: string, file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < rotateAtBytes) return;
  for (let number = keptLogs; number >= 1; number -= 1) {
    const from = number === 1 ? file : join(directory, `tradewind.${number - 1}.log`);
    if (statSync(from, { throwIfNoEntry: false }) !== undefined)
      renameSync(from, join(directory, `tradewind.${number}.log`));
  }
}
