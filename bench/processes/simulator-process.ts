import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { appMainFolder } from '../paths';

/** The built-in simulator on a TCP port of its own. */
export interface SimulatorProcess {
  readonly port: number;
  stop(): Promise<void>;
}

const startTimeoutMs = 20_000;

/** Starts `npm run gateway`'s program on a free port. */
export async function startSimulatorProcess(): Promise<SimulatorProcess> {
  const child = spawn(
    process.execPath,
    [join(appMainFolder, 'gateway-cli.js'), '--port', '0', '--positions', 'none'],
    {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    child.kill('SIGTERM');
    const timer = setTimeout(kill, 3_000);
    await closed;
    clearTimeout(timer);
  };
  let output = '';
  const port = await new Promise<number>((resolve, reject) => {
    const fail = (): void => reject(new Error(`The simulator did not start.\n${output}`));
    const timer = setTimeout(fail, startTimeoutMs);
    child.once('error', reject);
    child.once('close', fail);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output = `${output}${text}`.slice(-4_000);
        const found = /listening at \S*:(\d+)/.exec(output)?.[1];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(Number(found));
      });
  });
  return { port, stop };
}
