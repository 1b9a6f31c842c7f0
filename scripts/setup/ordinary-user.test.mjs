import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { linkTree, nobodyIn } from './ordinary-user.mjs';
import { sandboxRemedy } from './sandbox.mjs';

describe('the ordinary user', () => {
  it('is nobody, with the ids of this system', () => {
    expect(nobodyIn('root:x:0:0:root:/root:/bin/sh\nnobody:x:99:98:Nobody:/:/sbin/nologin\n')).toEqual({
      uid: 99,
      gid: 98,
    });
  });

  it('has the usual ids where the system does not know it', () => {
    expect(nobodyIn('')).toEqual({ uid: 65_534, gid: 65_534 });
  });
});

describe('a linked tree', () => {
  it('holds the same files without taking their space twice', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tradewind-link-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'from', 'locales'), { recursive: true });
    writeFileSync(join(folder, 'from', 'locales', 'en-US.pak'), 'words');
    linkTree(join(folder, 'from'), join(folder, 'to'));
    const copied = join(folder, 'to', 'locales', 'en-US.pak');
    expect(readFileSync(copied, 'utf8')).toBe('words');
    expect(statSync(copied).ino).toBe(statSync(join(folder, 'from', 'locales', 'en-US.pak')).ino);
  });
});

describe('what mends a sandbox that does not start', () => {
  it('is the setuid helper for a runtime from its makers', () => {
    expect(sandboxRemedy({ directory: '/e', unofficial: false }, true)).toBe(
      "sudo chown root:root '/e/chrome-sandbox' && sudo chmod 4755 '/e/chrome-sandbox'",
    );
  });

  it('never gives an unofficial binary the setuid bit', () => {
    for (const restrictedByAppArmor of [true, false]) {
      expect(sandboxRemedy({ directory: '/e', unofficial: true }, restrictedByAppArmor)).toMatch(
        /^sudo sysctl -w kernel\./,
      );
    }
  });
});
