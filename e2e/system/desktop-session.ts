import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';

/** The first line that a program prints. @throws Error when it ends without one */
async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The program has no output.');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`${child.spawnfile} ended without a word.`);
}

/** Waits until somebody on the bus has a name. */
async function untilServed(name: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const question = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  await expect
    .poll(
      () =>
        spawnSync('dbus-send', [...question, 'org.freedesktop.DBus.NameHasOwner', `string:${name}`], {
          env: { ...process.env, ...environment },
          encoding: 'utf8',
        }).stdout,
    )
    .toContain('boolean true');
}

/** A message bus with an unlocked keyring, as in the session of a desktop. */
export class DesktopSession {
  /** What a program needs to find them. */
  readonly environment: Readonly<Record<string, string>>;
  private programs: readonly ChildProcess[];
  private readonly folder: string;

  private constructor(
    environment: Record<string, string>,
    programs: readonly ChildProcess[],
    folder: string,
  ) {
    this.environment = environment;
    this.programs = programs;
    this.folder = folder;
  }

  static async start(temporaryFolder: string): Promise<DesktopSession> {
    const folder = mkdtempSync(join(temporaryFolder, 'tradewind-session-'));
    for (const name of ['run', 'data', 'home']) mkdirSync(join(folder, name), { mode: 0o700 });
    const files = {
      XDG_RUNTIME_DIR: join(folder, 'run'),
      XDG_DATA_HOME: join(folder, 'data'),
      HOME: join(folder, 'home'),
    };
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
      env: { ...process.env, ...files },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const environment = { ...files, DBUS_SESSION_BUS_ADDRESS: await firstLine(bus) };
    const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    keyring.stdin?.end('a password');
    const session = new DesktopSession(environment, [keyring, bus], folder);
    try {
      await untilServed('org.freedesktop.secrets', environment);
    } catch (error) {
      await session.stop();
      throw error;
    }
    return session;
  }

  /** Locks the keyring, as when the session was left alone. @throws Error when the keyring does not do it */
  lockKeyring(): void {
    const { status, stderr } = spawnSync(
      'dbus-send',
      [
        '--session',
        '--print-reply',
        '--dest=org.freedesktop.secrets',
        '/org/freedesktop/secrets',
        'org.freedesktop.Secret.Service.Lock',
        'array:objpath:/org/freedesktop/secrets/collection/login',
      ],
      { env: { ...process.env, ...this.environment }, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`The keyring was not locked: ${stderr}`);
  }

  /** Unlocks the keyring: a daemon that has the password takes the place of the one that was locked. */
  async unlockKeyring(): Promise<void> {
    const env = { ...process.env, ...this.environment };
    const locked = this.programs[0];
    const keyring = spawn(
      'gnome-keyring-daemon',
      ['--foreground', '--replace', '--unlock', '--components=secrets'],
      { env, stdio: ['pipe', 'ignore', 'ignore'] },
    );
    this.programs = [keyring, ...this.programs];
    keyring.stdin?.end('a password');
    if (locked !== undefined && locked.exitCode === null && locked.signalCode === null)
      await once(locked, 'exit');
    await untilServed('org.freedesktop.secrets', this.environment);
  }

  async stop(): Promise<void> {
    for (const program of this.programs) {
      if (program.exitCode !== null || program.signalCode !== null) continue;
      const ended = once(program, 'exit');
      program.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
