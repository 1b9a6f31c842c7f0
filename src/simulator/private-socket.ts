import { chmod, lstat, mkdir, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';

const WINDOWS_PIPE = '\\\\.\\pipe\\';

/** Whether a path names a Windows named pipe, which has no file. */
export function isNamedPipe(path: string): boolean {
  return path.startsWith(WINDOWS_PIPE);
}

export type Preparation = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Makes a place for a unix domain socket that nobody else can reach: its directory is created with mode 0700, and an
 * existing one must not be open to others. A socket that a crashed process left behind is removed; a live one is not.
 */
export async function preparePrivateSocket(path: string): Promise<Preparation> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { mode } = await lstat(directory);
  if ((mode & 0o077) !== 0) return { ok: false, message: `The folder ${directory} is open to other users.` };
  return removeStaleSocket(path);
}

/** Removes a socket file that nobody listens on; anything else at the path is left alone. */
export async function removeStaleSocket(path: string): Promise<Preparation> {
  const kind = await kindOf(path);
  if (kind === 'nothing') return { ok: true };
  if (kind === 'other') return { ok: false, message: `${path} exists and is not a socket.` };
  if (await answers(path)) return { ok: false, message: `Another program is listening at ${path}.` };
  await unlink(path);
  return { ok: true };
}

/** Lets only the owner connect. */
export async function makePrivate(path: string): Promise<void> {
  await chmod(path, 0o600);
}

async function kindOf(path: string): Promise<'nothing' | 'socket' | 'other'> {
  try {
    return (await lstat(path)).isSocket() ? 'socket' : 'other';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'nothing';
    throw error;
  }
}

async function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
