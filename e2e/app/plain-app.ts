import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { commandOf, electronExecutable, type LaunchOptions, projectRoot } from './launch';

/** The app as its user starts it, with no test attached to it. */
export class PlainApp {
  readonly pid: number;
  private readonly child: ChildProcess;
  private output = '';

  private constructor(child: ChildProcess, pid: number) {
    this.child = child;
    this.pid = pid;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
  }

  static start(options: LaunchOptions): PlainApp {
    const { args, env } = commandOf(options);
    const child = spawn(electronExecutable(), args, {
      cwd: projectRoot,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (child.pid === undefined) throw new Error('The app could not be started.');
    return new PlainApp(child, child.pid);
  }

  /** What it printed so far. */
  printed(): string {
    return this.output;
  }

  /** Waits for its end. @returns its exit code, null after a signal */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  /** Asks it to end, as a shutdown of the machine does. @returns its exit code */
  terminate(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.ended();
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
