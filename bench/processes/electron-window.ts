import type * as z from 'zod';
import { benchEntry } from '../paths';
import { startChild } from './child';
import { fromHookSchema, readyVariable, type ToHook } from './window-protocol';

/** An Electron process with one window, driven from outside. */
export interface ElectronWindow {
  /** Milliseconds from starting the process until the window was ready. */
  readonly readyAfterMs: number;
  /** Runs JavaScript in the page and checks what comes back. */
  evaluate<T>(script: string, result: z.ZodType<T>): Promise<T>;
  /** CPU time of the main process so far, ms. */
  cpuMs(): Promise<number>;
  close(): Promise<void>;
}

export interface WindowOptions {
  /** The main script. */
  readonly entry: string;
  readonly args: readonly string[];
  /** JavaScript that is true in the page when the window is ready. */
  readonly readyWhen: string;
  readonly env?: NodeJS.ProcessEnv;
}

const startTimeoutMs = 60_000;
const answerTimeoutMs = 120_000;

/** Starts Electron and waits until its window is ready. */
export async function openElectronWindow({
  entry,
  args,
  readyWhen,
  env,
}: WindowOptions): Promise<ElectronWindow> {
  const sandbox = process.env['TRADEWIND_E2E_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];
  const startedMs = performance.now();
  const child = startChild('electron', [...sandbox, '-r', benchEntry('window-hook'), entry, ...args], {
    ...env,
    [readyVariable]: readyWhen,
  });
  let lastId = 0;
  const ask = async (make: (id: number) => ToHook): Promise<unknown> => {
    lastId += 1;
    const id = lastId;
    const answer = child.next((raw) => {
      const message = fromHookSchema.parse(raw);
      return message.op !== 'ready' && message.id === id ? message : null;
    }, answerTimeoutMs);
    child.send(make(id));
    const message = await answer;
    if (message.op === 'failed') throw new Error(message.text);
    return message.value;
  };
  try {
    await child.next((raw) => (fromHookSchema.parse(raw).op === 'ready' ? true : null), startTimeoutMs);
  } catch (error) {
    await child.end();
    throw error;
  }
  return {
    readyAfterMs: performance.now() - startedMs,
    evaluate: async (script, result) => result.parse(await ask((id) => ({ op: 'evaluate', id, script }))),
    cpuMs: async () => Number(await ask((id) => ({ op: 'cpu', id }))),
    close: () => child.end(),
  };
}
