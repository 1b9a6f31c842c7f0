import { parseCli, usage, type CliOptions } from './cli-options';
import type { ListenAddress } from './gateway/gateway';
import type { GatewayEvent } from './gateway/gateway-log';
import { isNamedPipe, makePrivate, removeStaleSocket } from './private-socket';
import { startSimulator } from './start-simulator';

/* Entry of `npm run gateway`: serves the simulated gateway until it is interrupted. */

async function serve({ address, settings }: Extract<CliOptions, { kind: 'serve' }>): Promise<void> {
  const isSocketFile = 'path' in address && !isNamedPipe(address.path);
  if (isSocketFile) {
    const prepared = await removeStaleSocket(address.path);
    if (!prepared.ok) return fail(prepared.message);
  }
  const simulator = startSimulator(settings, logFault);
  const listening = await simulator.listen(address);
  if (!listening.ok) {
    await simulator.close();
    return fail(problemText(address, listening.code, listening.message));
  }
  if (isSocketFile) await makePrivate(address.path);
  const place = 'path' in address ? address.path : `${address.host}:${listening.port ?? address.port}`;
  console.log(
    `Simulated gateway listening at ${place}, account ${settings.accountId}, seed ${settings.seed}.`,
  );
  const stop = (): void => void simulator.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function problemText(address: ListenAddress, code: string, message: string): string {
  if (code === 'EADDRINUSE' && 'port' in address) {
    return `Port ${address.port} is in use. Stop the other program or choose another port with --port.`;
  }
  if (code === 'EACCES') return `Not allowed to listen there: ${message}.`;
  return `Could not listen: ${message}.`;
}

function logFault(event: GatewayEvent): void {
  if (event.kind === 'fault') console.error('A request could not be answered:', event.error);
  if (event.kind === 'dropped' || event.kind === 'refused')
    console.error(`Connection ended: ${event.reason}.`);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

const options = parseCli(process.argv.slice(2));
if (options.kind === 'help') console.log(usage);
else if (options.kind === 'invalid') fail(`${options.message}\nRun with --help to see the options.`);
else serve(options).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
