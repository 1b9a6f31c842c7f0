import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FaultScript } from '../../src/simulator/faults';
import { projectRoot } from '../app/launch';

/** How the simulated gateway is started. */
export interface GatewayOptions {
  /** A free port is chosen when it is absent. */
  readonly port?: number;
  readonly seed?: number;
  /** Market events a second of the busiest stock. */
  readonly tickRate?: number;
  readonly speed?: number;
  readonly account?: string;
  /** What the account holds at the start, `AAPL=100`; nothing by default. */
  readonly positions?: string;
  /** What breaks, and when. */
  readonly faults?: FaultScript;
}

/** A Monday, an hour after the open in New York. */
export const sessionStart = '2026-10-05T14:30:00Z';

/** A simulated gateway in a process of its own, on TCP. */
export class GatewayProcess {
  readonly port: number;
  private readonly child: ChildProcess;
  private readonly complaints: () => string;

  private constructor(child: ChildProcess, port: number, complaints: () => string) {
    this.child = child;
    this.port = port;
    this.complaints = complaints;
  }

  /** Starts a gateway and waits until it listens. @throws Error with what it said when it does not. */
  static async start(options: GatewayOptions = {}): Promise<GatewayProcess> {
    const { port = 0, seed = 7, tickRate = 8, speed = 1, account = 'DU1234567' } = options;
    const { positions = 'none', faults } = options;
    const folder = faults === undefined ? null : mkdtempSync(join(tmpdir(), 'tradewind-faults-'));
    const faultsFile = folder === null ? null : join(folder, 'faults.json');
    if (faultsFile !== null) writeFileSync(faultsFile, JSON.stringify(faults));
    const child = spawn(
      process.execPath,
      [
        join(projectRoot, 'out', 'main', 'gateway-cli.js'),
        `--port=${port}`,
        `--seed=${seed}`,
        `--start=${sessionStart}`,
        `--tick-rate=${tickRate}`,
        `--speed=${speed}`,
        `--account=${account}`,
        `--positions=${positions}`,
        ...(faultsFile === null ? [] : [`--faults=${faultsFile}`]),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints = `${complaints}${text}`.slice(-2_000);
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const listening = /listening at \S+:(\d+),/.exec(line)?.[1];
      if (listening === undefined) continue;
      // By now it has read the script.
      if (folder !== null) rmSync(folder, { recursive: true });
      return new GatewayProcess(child, Number(listening), () => complaints);
    }
    throw new Error(`The simulated gateway did not start. ${complaints}`);
  }

  /** Ends it without a good-bye, as a crash would. @throws Error when it had ended by itself */
  async kill(): Promise<void> {
    if (this.child.signalCode === 'SIGKILL') return;
    if (this.child.exitCode !== null || this.child.signalCode !== null)
      throw new Error(`The simulated gateway ended by itself. ${this.complaints()}`);
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
