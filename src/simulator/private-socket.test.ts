import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePrivate, preparePrivateSocket, removeStaleSocket } from './private-socket';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tradewind-socket-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the socket of the simulator', () => {
  it('gets a folder that only its owner can enter', async () => {
    const path = join(folder, 'new', 'gateway.sock');
    expect(await preparePrivateSocket(path)).toEqual({ ok: true });
    expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700);
  });

  it('is not put into a folder that is open to others', async () => {
    const open = join(folder, 'open');
    await mkdir(open);
    await chmod(open, 0o755);
    expect(await preparePrivateSocket(join(open, 'gateway.sock'))).toMatchObject({ ok: false });
  });

  it('takes the place of nothing that is in use or is no socket', async () => {
    const path = join(folder, 'gateway.sock');
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(path, () => resolve());
    });
    await makePrivate(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await removeStaleSocket(path)).toMatchObject({ ok: false });
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    await writeFile(path, 'text');
    expect(await removeStaleSocket(path)).toMatchObject({ ok: false });
  });
});
