import type { ConnectionReason } from '../../shared/domain/connection';
import type { Profile } from '../../shared/domain/profile';
import type { Result } from '../../shared/domain/result';
import type { AppStatus } from '../../shared/ipc/streams';
import type { Terminal } from './terminal';

/** Makes the terminal of a profile; the error is why its gateway cannot even be named. */
export type TerminalFactory = (profile: Profile) => Promise<Result<Terminal, ConnectionReason>>;

/** Holds the one terminal that runs, and changes it: the old one is stopped before the new one starts. */
export class TerminalHolder {
  private readonly make: TerminalFactory;
  private readonly onChange: () => void;
  private running: Terminal | null = null;
  private profile: Profile;
  private failure: ConnectionReason | null = null;
  private work: Promise<void> = Promise.resolve();
  private waiting: ((terminal: Terminal) => void)[] = [];
  private stopped = false;

  /** @param onChange called when there is another terminal, or none. */
  constructor(profile: Profile, make: TerminalFactory, onChange: () => void) {
    this.profile = profile;
    this.make = make;
    this.onChange = onChange;
  }

  get current(): Terminal | null {
    return this.running;
  }

  /** The running terminal, or the next one. */
  whenRunning(): Promise<Terminal> {
    if (this.running !== null) return Promise.resolve(this.running);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** What is shown while there is no terminal. */
  idleStatus(warnings: AppStatus['warnings']): AppStatus {
    return {
      profile: this.profile,
      connection: {
        state: { kind: 'disconnected', reason: this.failure },
        farmsDown: [],
        epoch: 0,
        target: '',
        accountIds: [],
        serverVersion: null,
        latencyMs: null,
        clockOffsetMs: null,
      },
      accountId: null,
      trading: {
        allowed: false,
        reason: this.failure?.text ?? 'Tradewind is starting.',
        needsLiveUnlock: false,
      },
      gate: { kind: 'active' },
      pinnedAccountId: null,
      warnings,
      usage: { marketDataLines: 0, historicalRequests: 0 },
    };
  }

  /** Stops what runs and starts the terminal of a profile; calls are carried out one after the other. */
  switchTo(profile: Profile): Promise<void> {
    this.work = this.work.then(() => this.replace(profile));
    return this.work;
  }

  /** Ends for good. */
  stop(): Promise<void> {
    this.stopped = true;
    this.work = this.work.then(() => this.end());
    return this.work;
  }

  private async replace(profile: Profile): Promise<void> {
    if (this.stopped) return;
    await this.end();
    this.profile = profile;
    const made = await this.make(profile);
    if (!made.ok) {
      this.failure = made.error;
      this.onChange();
      return;
    }
    this.failure = null;
    this.running = made.value;
    made.value.start();
    this.onChange();
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve(made.value);
  }

  private async end(): Promise<void> {
    const terminal = this.running;
    this.running = null;
    if (terminal === null) return;
    this.onChange();
    await terminal.stop();
  }
}
