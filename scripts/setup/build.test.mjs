import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { hashOfFiles } from './build.mjs';

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradewind-build-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'a.ts'), 'one');
  writeFileSync(join(folder, 'package.json'), '{}');
});

const hash = () => hashOfFiles(['src', 'package.json', 'absent.ts'], folder);

describe('whether the build is stale', () => {
  it('does not depend on when it is asked', () => {
    expect(hash()).toBe(hash());
  });

  it.each([
    ['a changed source', () => writeFileSync(join(folder, 'src', 'a.ts'), 'two')],
    ['a new source', () => writeFileSync(join(folder, 'src', 'b.ts'), '')],
    ['a removed source', () => rmSync(join(folder, 'src', 'a.ts'))],
    ['a changed setting', () => writeFileSync(join(folder, 'package.json'), '{"type":"module"}')],
  ])('shows in %s', (_what, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  it('does not depend on tests', () => {
    const before = hash();
    writeFileSync(join(folder, 'src', 'a.test.ts'), '');
    expect(hash()).toBe(before);
  });
});
