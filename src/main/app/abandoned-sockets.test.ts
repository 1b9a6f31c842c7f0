import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeAbandonedSockets } from './abandoned-sockets';

let directory = '';
const servers: Server[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'abandoned-'));
});

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(directory, { recursive: true, force: true });
});

async function folder(name: string): Promise<string> {
  const path = join(directory, name);
  await mkdir(path);
  return path;
}

/** A process that listens at a socket and is killed leaves the file behind. */
async function leaveSocket(path: string): Promise<void> {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('listening'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('socket folders in the folder for temporary files', () => {
  it('go when their app was killed', async () => {
    const killed = await folder('tradewind-Ab3dEf');
    await leaveSocket(join(killed, 'gateway.sock'));
    expect(await removeAbandonedSockets(directory)).toEqual([killed]);
    expect(await readdir(directory)).toEqual([]);
  });

  it('stay while their app runs, or has not begun to listen', async () => {
    const running = await folder('tradewind-Run000');
    await folder('tradewind-New000');
    const server = createServer();
    servers.push(server);
    server.listen(join(running, 'gateway.sock'));
    await once(server, 'listening');
    expect(await removeAbandonedSockets(directory)).toEqual([]);
    expect(await readdir(directory)).toEqual(['tradewind-New000', 'tradewind-Run000']);
  });

  it('are the only thing that is touched', async () => {
    const withMore = await folder('tradewind-More00');
    await leaveSocket(join(withMore, 'gateway.sock'));
    await writeFile(join(withMore, 'notes.txt'), 'mine');
    const noSocket = await folder('tradewind-File00');
    await writeFile(join(noSocket, 'gateway.sock'), 'a file');
    const otherName = await folder('tradewind-other-things');
    await leaveSocket(join(otherName, 'gateway.sock'));
    await writeFile(join(directory, 'tradewind-Plain0'), 'a file');
    expect(await removeAbandonedSockets(directory)).toEqual([]);
    expect(await readdir(directory)).toHaveLength(4);
  });
});
