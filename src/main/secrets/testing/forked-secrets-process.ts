import { fork } from 'node:child_process';
import type { SecretsProcess } from '../keychain-client';

/** Runs the bundled secrets process as a child of Node, with the same runtime as this process. */
export function forkSecretsProcess(file: string): SecretsProcess {
  const child = fork(file, { execPath: process.execPath, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    postMessage: (message) => {
      child.send(message);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.on('exit', listener);
      child.on('error', () => listener(null));
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
