import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseCli, usage, type CliOptions } from './cli-options';
import { runFaultCommand } from './fault-commands';
import type { FaultScript } from './faults';
import { parseFaultScript } from './faults';
import type { ListenAddress } from './gateway/gateway';
import type { GatewayEvent } from './gateway/gateway-log';
import { isNamedPipe, makePrivate, removeStaleSocket } from './private-socket';
import { type Simulator, startSimulator } from './start-simulator';

/* Entry of `npm run gateway`: serves the simulated gateway until it is interrupted. */

/** The command that SIGUSR2 gives. */
const SIGNAL_COMMAND = 'signal';

async function serve({
  address,
  settings,
  faultsFile,
}: Extract<CliOptions, { kind: 'serve' }>): Promise<void> {
  const faults = faultsFile === undefined ? undefined : await readScript(faultsFile);
  if (faults === null) return;
  const isSocketFile = 'path' in address && !isNamedPipe(address.path);
  if (isSocketFile) {
    const prepared = await removeStaleSocket(address.path);
    if (!prepared.ok) return fail(prepared.message);
    // A socket that is made anew after a fault is to be as private as the first one.
    process.umask(0o077);
  }
  const simulator = startSimulator({ ...settings, ...(faults === undefined ? {} : { faults }) }, logEvent);
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
  const stopCommands = faults === undefined ? (): void => undefined : takeCommands(simulator);
  const stop = (): void => {
    stopCommands();
    void simulator.close();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** The script of a file; null when it cannot be used, which has been said then. */
async function readScript(file: string): Promise<FaultScript | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    fail(`The fault script cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
    return null;
  }
  const parsed = parseFaultScript(text);
  if (parsed.ok) return parsed.script;
  fail(`The fault script ${file} cannot be used: ${parsed.problem}`);
  return null;
}

/** Takes commands from the standard input and from SIGUSR2; returns what ends that. */
function takeCommands({ faults }: Simulator): () => void {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const answer = runFaultCommand(faults, line);
    if (answer !== '') console.log(answer);
  });
  const onSignal = (): void => console.log(runFaultCommand(faults, SIGNAL_COMMAND));
  if (process.platform !== 'win32') {
    process.on('SIGUSR2', onSignal);
    console.log(`Commands are taken from the standard input; the process id is ${process.pid}.`);
  }
  return () => {
    lines.close();
    process.stdin.destroy();
    process.removeListener('SIGUSR2', onSignal);
  };
}

function problemText(address: ListenAddress, code: string, message: string): string {
  if (code === 'EADDRINUSE' && 'port' in address) {
    return `Port ${address.port} is in use. Stop the other program or choose another port with --port.`;
  }
  if (code === 'EACCES') return `Not allowed to listen there: ${message}.`;
  return `Could not listen: ${message}.`;
}

function logEvent(event: GatewayEvent): void {
  if (event.kind === 'fault') console.error('Something went wrong in the simulator:', event.error);
  if (event.kind === 'struck') {
    const whose = event.clientId === undefined ? '' : ` (client ${event.clientId})`;
    console.log(`Fault: ${JSON.stringify(event.fault)}${whose}`);
  }
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
