import { utilityProcess } from 'electron';
import type { SecretsProcess } from '../secrets/keychain-client';

/** Starts the process that talks to the keychain, as a utility process of Electron. */
export function forkSecretsProcess(file: string): SecretsProcess {
  const child = utilityProcess.fork(file, [], { serviceName: 'Tradewind secrets', stdio: 'ignore' });
  return {
    postMessage: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', listener),
    kill() {
      const { pid } = child;
      // A call that hangs in the library ignores the polite way.
      if (pid !== undefined && process.platform !== 'win32') process.kill(pid, 'SIGKILL');
      else child.kill();
    },
  };
}
