import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isOnPath, missingLibraries } from './shared-libraries.mjs';

describe('the output of ldd', () => {
  it('gives the libraries that were not found, sorted, each once', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007fb899912000)',
      '\tlibnss3.so => not found',
      '\tlibgtk-3.so.0 => /lib/x86_64-linux-gnu/libgtk-3.so.0 (0x00007fb899884000)',
      '\tlibasound.so.2 => not found',
      '\tlibnss3.so => not found',
      '\t/lib64/ld-linux-x86-64.so.2 (0x00007fb899914000)',
    ].join('\n');
    expect(missingLibraries(output)).toEqual(['libasound.so.2', 'libnss3.so']);
  });

  it('gives nothing for a program without shared libraries', () => {
    expect(missingLibraries('\tnot a dynamic executable\n')).toEqual([]);
  });
});

describe.runIf(process.platform !== 'win32')('the search path', () => {
  it('has a program only where it can be run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tradewind-path-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'Xvfb'), '');
    const searchPath = ['/nowhere', folder].join(delimiter);
    chmodSync(join(folder, 'Xvfb'), 0o644);
    expect(isOnPath('Xvfb', searchPath)).toBe(false);
    chmodSync(join(folder, 'Xvfb'), 0o755);
    expect(isOnPath('Xvfb', searchPath)).toBe(true);
    expect(isOnPath('dbus-run-session', searchPath)).toBe(false);
  });
});
