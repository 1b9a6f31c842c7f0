import type { Logger } from './logger';

/** Lines that are kept until there is somewhere to write them. */
const capacity = 500;

type Level = keyof Logger;

/** A logger that writes at once to whatever it was attached to, and keeps what comes before that. */
export class DeferredLogger implements Logger {
  private target: (Logger & { flush(): void }) | null = null;
  private waiting: (readonly [Level, string, Readonly<Record<string, unknown>> | undefined])[] = [];

  /** Passes on what waited, in its order, and everything from now on. */
  attach(target: Logger & { flush(): void }): void {
    this.target = target;
    for (const [level, message, fields] of this.waiting) target[level](message, fields);
    this.waiting = [];
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
