import { systemClock } from '../../platform/clock';
import { silentLogger } from '../../platform/logger';
import { createSecretStore } from '../secret-store';
import { forkSecretsProcess } from './forked-secrets-process';

/**
 * A small program that does with the secret store what the app does, prints what came of it as JSON, and ends of its own
 * accord. Arguments: the bundled secrets process, the time-out in ms, and the steps, such as `set:name=value`.
 */
async function main([secretsProcess = '', timeout = '', ...steps]: readonly string[]): Promise<void> {
  const store = createSecretStore({
    fork: () => forkSecretsProcess(secretsProcess),
    log: silentLogger,
    clock: systemClock,
    service: 'Tradewind test',
    timeoutMs: Number(timeout),
  });
  const startState = await store.start();
  const results: unknown[] = [];
  for (const step of steps) {
    const [operation, name = '', value = ''] = step.split(/[:=]/);
    if (operation === 'set') results.push(await store.set(name, value));
    else if (operation === 'get') results.push(await store.get(name));
    else if (operation === 'delete') results.push(await store.delete(name));
  }
  const endState = store.state();
  store.stop();
  process.stdout.write(JSON.stringify({ startState, results, endState }));
}

await main(process.argv.slice(2));
