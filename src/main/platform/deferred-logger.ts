import type { Logger } from './logger';

/** Lines that are kept until there is somewhere to write them. */
const capacity = 500;

type Level = keyof Logger;

type FlushableLogger = Logger & { flush(): void };

/** A logger that writes at once to whatever it was attached to, and keeps what comes before that. */
export class DeferredLogger implements Logger {
  private target: FlushableLogger | null = null;
  private opening: Promise<void> | null = null;
  private waiting: (readonly [Level, string, Readonly<Record<string, unknown>> | undefined])[] = [];

  /** Passes on what waited, in its order, and everything from now on. */
  attach(target: FlushableLogger): void {
    this.target = target;
    for (const [level, message, fields] of this.waiting) target[level](message, fields);
    this.waiting = [];
  }

  /**
   * Opens what is to be written to, once. Never rejects: an app without a log works.
   * @param report told why it could not be opened.
   */
  open(open: () => Promise<FlushableLogger>, report: (problem: string) => void): Promise<void> {
    this.opening ??= open().then(
      (target) => this.attach(target),
      (error: unknown) => report(error instanceof Error ? error.message : String(error)),
    );
    return this.opening;
  }

  debug(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.write('debug', message, fields);
  }

  info(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.write('info', message, fields);
  }

  warn(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.write('warn', message, fields);
  }

  error(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.write('error', message, fields);
  }

  /** Brings what was written to the disk. */
  flush(): void {
    this.target?.flush();
  }

  private write(level: Level, message: string, fields: Readonly<Record<string, unknown>> | undefined): void {
    if (this.target !== null) this.target[level](message, fields);
    else if (this.waiting.length < capacity) this.waiting.push([level, message, fields]);
  }
}
