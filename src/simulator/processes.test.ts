import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings } from './simulator-settings';

/* The two ways in which the simulator is started, as built: the command line and the worker thread of the app. */

let folder: string;
let children: ChildProcess[] = [];
let workers: Worker[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tradewind-simulator-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: join(folder, 'out'),
      rolldownOptions: {
        input: { cli: join(import.meta.dirname, 'cli.ts'), worker: join(import.meta.dirname, 'worker.ts') },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  });
}, 30_000);

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const worker of workers) await worker.terminate();
  children = [];
  workers = [];
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function runCli(...args: readonly string[]): ChildProcess & { readonly text: () => string } {
  const child = spawn(process.execPath, [join(folder, 'out', 'cli.mjs'), ...args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  return Object.assign(child, { text: () => text });
}

function runWorker(path: string): Worker {
  const { seed, speed, tickRate, accountId, cash } = defaultSettings;
  const workerData = { path, seed, speed, tickRate, accountId, cash };
  const worker = new Worker(join(folder, 'out', 'worker.mjs'), { workerData });
  workers.push(worker);
  return worker;
}

/** The server version that answers a handshake on a socket. */
async function versionAt(socket: Socket): Promise<string> {
  socket.write(Buffer.from('API\0\0\0\0\x09v100..193', 'latin1'));
  const [reply] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return reply.toString('latin1', 4, 7);
}

describe('the gateway on the command line', () => {
  it('says where it listens, serves, and ends when it is told to', async () => {
    const cli = runCli('--port', '0', '--seed', '3');
    while (!cli.text().includes('\n')) await once(cli.stdout ?? cli, 'data');
    const line = /^Simulated gateway listening at 127\.0\.0\.1:(\d+), account DU1234567, seed 3\.\n$/.exec(
      cli.text(),
    );
    expect(await versionAt(connect(Number(line?.[1]), '127.0.0.1'))).toBe('193');
    cli.kill('SIGTERM');
    expect(await once(cli, 'exit')).toEqual([0, null]);
  });

  it('says in a sentence why it cannot listen', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const cli = runCli('--port', String(port));
    const [code] = await once(cli, 'close');
    other.close();
    expect(code).toBe(1);
    expect(cli.text()).toBe(
      `Port ${port} is in use. Stop the other program or choose another port with --port.\n`,
    );
  });

  it('breaks by script, on commands from the standard input and on a signal', async () => {
    const file = join(folder, 'faults.json');
    const step = { when: { on: 'command', name: 'signal' }, fault: { kind: 'notice-storm' } };
    await writeFile(file, JSON.stringify({ steps: [step] }));
    const cli = runCli('--port', '0', '--faults', file);
    const says = async (words: string): Promise<void> => {
      while (!cli.text().includes(words)) await once(cli.stdout ?? cli, 'data');
    };
    await says('Commands are taken from the standard input');
    cli.stdin?.write('{"kind":"dead-feeds"}\n');
    await says('dead-feeds has struck.');
    if (process.platform !== 'win32') {
      cli.kill('SIGUSR2');
      await says("'signal' set off 1 step.");
    }
    cli.kill('SIGTERM');
    expect(await once(cli, 'exit')).toEqual([0, null]);
  });

  it('says what is wrong with a fault script', async () => {
    const file = join(folder, 'broken.json');
    await writeFile(file, '{"steps":[{"when":{"on":"connection"},"fault":{"kind":"explode"}}]}');
    const cli = runCli('--port', '0', '--faults', file);
    expect((await once(cli, 'close'))[0]).toBe(1);
    expect(cli.text()).toContain('steps[0].fault');
  });

  it('says in a sentence what is wrong with an option', async () => {
    const cli = runCli('--speed', 'fast');
    expect((await once(cli, 'close'))[0]).toBe(1);
    expect(cli.text()).toContain("--speed must be a number from 0.1 to 3600, not 'fast'.");
  });
});

describe('the worker thread of the app', () => {
  it('listens on a socket that only its owner can reach, and stops when it is told to', async () => {
    const path = join(folder, 'private', 'gateway.sock');
    const worker = runWorker(path);
    expect(await once(worker, 'message')).toEqual([{ kind: 'listening' }]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'private'))).mode & 0o777).toBe(0o700);
    expect(await versionAt(connect(path))).toBe('193');
    worker.postMessage({ kind: 'stop' }, []);
    expect(await once(worker, 'exit')).toEqual([0]);
  });

  it('says why it cannot listen', async () => {
    const open = join(folder, 'open');
    await mkdir(open);
    await chmod(open, 0o755);
    const worker = runWorker(join(open, 'gateway.sock'));
    expect(await once(worker, 'message')).toEqual([
      { kind: 'failed', message: `The folder ${open} is open to other users.` },
    ]);
  });
});
