import { type ChildProcess, spawn } from 'node:child_process';

/** What a child says over its IPC channel, and how to end it. */
export interface Child {
  send(message: object): void;
  /** Calls `listener` with every message, until the returned function is called. */
  onMessage(listener: (message: unknown) => void): () => void;
  /** The first message, from now on, of which `read` makes something. Rejects when the child ends or takes too long. */
  next<T>(read: (message: unknown) => T | null, timeoutMs: number): Promise<T>;
  /** Asks it to end, and makes it end when it does not. Settles when it has. */
  end(): Promise<void>;
}

const endTimeoutMs = 6_000;
const keptOutput = 4_000;
const running = new Set<ChildProcess>();

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts this runtime with other arguments: as a plain Node, or as Electron with windows. */
export function startChild(
  kind: 'node' | 'electron',
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Child {
  const environment: NodeJS.ProcessEnv = { ...process.env, ...env };
  if (kind === 'node') environment['ELECTRON_RUN_AS_NODE'] = '1';
  else delete environment['ELECTRON_RUN_AS_NODE'];
  const child = spawn(process.execPath, [...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => {
      output = `${output}${text}`.slice(-keptOutput);
    });
  const failures = new Set<(error: Error) => void>();
  let ended = false;
  const closed = new Promise<void>((resolve) => {
    const over = (why: string): void => {
      ended = true;
      running.delete(child);
      for (const fail of failures) fail(new Error(`${args.join(' ')} ${why}\n${output.trim()}`));
      failures.clear();
      resolve();
    };
    child.once('error', (error) => over(`could not be run: ${error.message}`));
    child.once('close', (code, signal) => over(`ended with ${code ?? signal}`));
  });

  return {
    send(message) {
      if (child.connected) child.send(message);
    },
    onMessage(listener) {
      child.on('message', listener);
      return () => child.off('message', listener);
    },
    next(read, timeoutMs) {
      return new Promise((resolve, reject) => {
        const finish = (settle: () => void): void => {
          clearTimeout(timer);
          failures.delete(fail);
          child.off('message', listen);
          settle();
        };
        const fail = (error: Error): void => finish(() => reject(error));
        const listen = (message: unknown): void => {
          const found = read(message);
          if (found !== null) finish(() => resolve(found));
        };
        const timer = setTimeout(
          () => fail(new Error(`${args.join(' ')} said nothing for ${timeoutMs} ms\n${output.trim()}`)),
          timeoutMs,
        );
        if (ended) {
          fail(new Error(`${args.join(' ')} has ended\n${output.trim()}`));
          return;
        }
        failures.add(fail);
        child.on('message', listen);
      });
    },
    async end() {
      if (!ended) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), endTimeoutMs);
      await closed;
      clearTimeout(timer);
    },
  };
}
