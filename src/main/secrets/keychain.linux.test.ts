import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bundleEntry } from '../storage/testing/bundle-entry';

const outcomeSchema = z.object({
  startState: z.object({ kind: z.string(), reason: z.string().optional() }),
  results: z.array(z.unknown()),
  endState: z.object({ kind: z.string(), reason: z.string().optional() }),
});

/** How long the fake password prompt stands; longer than an impatient call waits. */
const promptSeconds = 5;
/** How long a call may take where an answer is expected; generous, for machines that are busy. */
const patientTimeoutMs = 10_000;
/** How long a call may take where none comes. */
const impatientTimeoutMs = 1_500;
const lockRing =
  'dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets ' +
  'org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null';
const startRing = 'printf %s pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1';

let directory = '';
let driver = '';
let secretsProcess = '';

/** A bus that starts no services but, when asked for a password prompt, the given program. */
function writeBus(name: string, prompter: string | null): string {
  const services = path.join(directory, `${name}-services`);
  fs.mkdirSync(services);
  if (prompter !== null) {
    for (const service of ['org.gnome.keyring.SystemPrompter', 'org.gnome.keyring.PrivatePrompter']) {
      fs.writeFileSync(
        path.join(services, `${service}.service`),
        `[D-BUS Service]\nName=${service}\nExec=${prompter}\n`,
      );
    }
  }
  const config = path.join(directory, `${name}.conf`);
  fs.writeFileSync(
    config,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
      "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
    <busconfig><type>session</type><listen>unix:tmpdir=${directory}</listen><auth>EXTERNAL</auth>
    <servicedir>${services}</servicedir>
    <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  );
  return config;
}

/** The environment of a desktop session of a new user, with no display and no bus. */
function newUserEnvironment(): NodeJS.ProcessEnv {
  const home = fs.mkdtempSync(path.join(directory, 'home-'));
  const {
    DISPLAY: _display,
    WAYLAND_DISPLAY: _wayland,
    DBUS_SESSION_BUS_ADDRESS: _bus,
    ...rest
  } = process.env;
  return {
    ...rest,
    ELECTRON_RUN_AS_NODE: '1',
    HOME: home,
    XDG_DATA_HOME: `${home}/data`,
    XDG_RUNTIME_DIR: home,
  };
}

interface Run {
  /** Configuration of the bus, or null for none. */
  readonly bus: string | null;
  readonly environment?: NodeJS.ProcessEnv;
  /** A shell script in which `$DRIVER <steps>` and `$IMPATIENT_DRIVER <steps>` run the driver. */
  readonly script: string;
}

/** Runs a script and returns what each run of the driver printed; the driver has to end with code 0. */
async function run({ bus, environment = {}, script }: Run) {
  const shell = ['sh', '-ec', script];
  const [command = '', ...rest] =
    bus === null ? shell : ['dbus-run-session', `--config-file=${bus}`, '--', ...shell];
  const child = spawn(command, rest, {
    env: {
      ...newUserEnvironment(),
      DRIVER: `${process.execPath} ${driver} ${secretsProcess} ${String(patientTimeoutMs)}`,
      IMPATIENT_DRIVER: `${process.execPath} ${driver} ${secretsProcess} ${String(impatientTimeoutMs)}`,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  // Should the driver hang, the whole group ends with the test.
  onTestFinished(() => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL');
  });
  let output = '';
  let problems = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    problems += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  expect(code, problems).toBe(0);
  return output.split(/(?<=\})(?=\{)/).map((text) => outcomeSchema.parse(JSON.parse(text)));
}

const sessionOnly = [{ stored: 'session' }, { kind: 'found', value: 'secret', from: 'session' }];

// The Secret Service and its troubles exist on Linux alone; macOS and Windows have one keychain that is always there.
describe.runIf(process.platform === 'linux')('the keychain of Linux', { timeout: 30_000 }, () => {
  beforeAll(async () => {
    for (const command of ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon']) {
      if (spawnSync(command, ['--version']).error !== undefined) {
        throw new Error(
          `${command} is missing. Install it: apt-get install dbus dbus-bin gnome-keyring libsecret-1-0`,
        );
      }
    }
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tw-keychain-'));
    secretsProcess = await bundleEntry('src/main/secrets/process/index.ts', directory);
    driver = await bundleEntry('src/main/secrets/testing/keychain-driver.ts', directory);
  });

  afterAll(() => {
    fs.rmSync(directory, { recursive: true, force: true });
  });

  it('keeps secrets from one start to the next, and forgets what is deleted', async () => {
    const outcomes = await run({
      bus: writeBus('unlocked', null),
      script: `${startRing}; $DRIVER set:a=secret get:a; $DRIVER get:a delete:a get:a`,
    });
    const fromKeychain = { kind: 'found', value: 'secret', from: 'keychain' };
    expect(outcomes.map(({ startState }) => startState.kind)).toEqual(['available', 'available']);
    expect(outcomes[0]?.results).toEqual([{ stored: 'keychain' }, fromKeychain]);
    expect(outcomes[1]?.results).toEqual([fromKeychain, { deleted: true }, { kind: 'not-found' }]);
  });

  it('is told to be out of reach where there is no bus', async () => {
    const [outcome] = await run({ bus: null, script: '$DRIVER set:a=secret get:a' });
    expect(outcome?.startState).toMatchObject({ kind: 'unavailable', reason: 'no-bus' });
    expect(outcome?.results).toEqual(sessionOnly);
  });

  it('is told to be out of reach where the bus is gone', async () => {
    const environment = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${directory}/no-such-bus` };
    const [outcome] = await run({ bus: null, environment, script: '$DRIVER set:a=secret get:a' });
    expect(outcome?.startState).toMatchObject({ kind: 'unavailable', reason: 'no-bus' });
    expect(outcome?.results).toEqual(sessionOnly);
  });

  it('is told to be missing where nothing on the bus keeps secrets', async () => {
    const [outcome] = await run({ bus: writeBus('no-ring', null), script: '$DRIVER set:a=secret get:a' });
    expect(outcome?.startState).toMatchObject({ kind: 'unavailable', reason: 'no-ring' });
    expect(outcome?.results).toEqual(sessionOnly);
  });

  it('is told to be missing where a daemon runs without any ring', async () => {
    const [outcome] = await run({
      bus: writeBus('empty-ring', '/bin/false'),
      script: 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; $DRIVER set:a=secret get:a',
    });
    expect(outcome?.startState).toMatchObject({ kind: 'unavailable', reason: 'no-ring' });
    expect(outcome?.results).toEqual(sessionOnly);
  });

  it('is told to be locked, and what it holds is not taken for absent', async () => {
    const outcomes = await run({
      bus: writeBus('locked', '/bin/false'),
      script: `${startRing}; $DRIVER set:a=secret; ${lockRing}; $DRIVER get:a set:b=secret get:b`,
    });
    // The ring answers null for the item that the first start wrote to find out whether it works.
    expect(outcomes[1]?.startState).toMatchObject({ kind: 'locked' });
    expect(outcomes[1]?.results).toEqual([
      { kind: 'unreachable', state: expect.objectContaining({ kind: 'locked' }) },
      ...sessionOnly,
    ]);
  });

  it('does not hold up the app while its password prompt is open', async () => {
    const outcomes = await run({
      bus: writeBus('prompt', `/bin/sleep ${String(promptSeconds)}`),
      script: `${startRing}; $DRIVER set:a=secret; ${lockRing}; $IMPATIENT_DRIVER set:b=secret get:b`,
    });
    expect(outcomes[1]?.startState).toMatchObject({ kind: 'unavailable', reason: 'timeout' });
    expect(outcomes[1]?.results).toEqual(sessionOnly);
  });

  it('is told to lack its library where libsecret cannot be loaded', async () => {
    const shadow = path.join(directory, 'shadow');
    fs.mkdirSync(shadow);
    // The loader takes the first file of that name, and this one is no library.
    fs.writeFileSync(path.join(shadow, 'libsecret-1.so.0'), '');
    const [outcome] = await run({
      bus: null,
      environment: { LD_LIBRARY_PATH: shadow },
      script: '$DRIVER set:a=secret get:a',
    });
    expect(outcome?.startState).toMatchObject({ kind: 'unavailable', reason: 'no-library' });
    expect(outcome?.results).toEqual(sessionOnly);
  });
});
