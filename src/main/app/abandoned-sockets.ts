import { lstat, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

/** What the folder of a built-in simulator's socket is called, before six random characters. */
export const socketFolderPrefix = 'tradewind-';
/** The socket in it. */
export const socketName = 'gateway.sock';

const socketFolder = new RegExp(`^${socketFolderPrefix}[A-Za-z0-9]{6}$`);

/**
 * Removes the socket folders that apps which were killed have left in `directory`, and returns their paths. A folder
 * goes only when it holds nothing but a socket at which nobody listens any more, so that of a running app stays, and
 * so does one whose app has not begun to listen. Unix only: on Windows a pipe goes with its process.
 */
export async function removeAbandonedSockets(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory)).filter((name) => socketFolder.test(name));
  const removed = await Promise.all(
    names.map(async (name) => {
      const folder = join(directory, name);
      if (!(await isAbandoned(folder))) return [];
      await rm(folder, { recursive: true, force: true });
      return [folder];
    }),
  );
  return removed.flat();
}

/** False as well for what cannot be looked into, such as the folder of another user. */
async function isAbandoned(folder: string): Promise<boolean> {
  try {
    if (!(await lstat(folder)).isDirectory()) return false;
    const [only, ...others] = await readdir(folder);
    if (only !== socketName || others.length > 0) return false;
    const socket = join(folder, socketName);
    return (await lstat(socket)).isSocket() && (await refuses(socket));
  } catch {
    return false;
  }
}

/** Whether nobody listens at a socket. Any other trouble with it says nothing about that. */
function refuses(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error) => resolve('code' in error && error.code === 'ECONNREFUSED'));
  });
}
