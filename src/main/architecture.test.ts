import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Import {
  /** Path below src, with forward slashes. */
  readonly file: string;
  /** A package name, or a path below src. */
  readonly target: string;
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'));

const imports: readonly Import[] = files.flatMap((file) => {
  const source = readFileSync(join(root, file), 'utf8');
  const found = source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
  return Array.from(found, ([, specifier = '']) => ({
    file,
    target: specifier.startsWith('.')
      ? relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/')
      : specifier,
  }));
});

/** Imports of `target` in files that none of the places may hold. */
function strangers(target: RegExp, places: readonly RegExp[]): readonly string[] {
  return imports
    .filter((found) => target.test(found.target) && !places.some((place) => place.test(found.file)))
    .map(({ file, target: to }) => `${file} → ${to}`);
}

const isTest = /\.test\.tsx?$|\/testing\/|\/test-[a-z-]+\.ts$|-(?:double|fixtures)\.ts$|\.fixture\.ts$/;

describe('the map of the house', () => {
  it('is read at all', () => {
    expect(imports.length).toBeGreaterThan(300);
    expect(imports.some(({ file, target }) => file === 'main/index.ts' && target === 'electron')).toBe(true);
  });

  it.each<[string, RegExp, readonly RegExp[]]>([
    ['only the broker speaks to @stoqey/ib', /^@stoqey\/ib/, [/^main\/broker\//, isTest]],
    [
      'only the storage worker opens SQLite',
      /^better-sqlite3/,
      [/^main\/storage\/worker\//, /^main\/storage\/.*\.test\.ts$/, /^main\/storage\/testing\//],
    ],
    ['only the secrets process loads keytar', /^keytar/, [/^main\/secrets\/process\//]],
    [
      'only app, ipc, security and the bootstrap know Electron',
      /^electron(?:\/|$)/,
      [/^main\/(?:app|ipc|security)\//, /^main\/index\.ts$/, /^preload\//],
    ],
    ['main does not import the renderer, nor the renderer main', /^renderer\//, [/^renderer\//]],
    ['nothing but main imports main', /^main\//, [/^main\//]],
    [
      'nothing but the simulator imports the simulator, except tests',
      /^simulator\//,
      [/^simulator\//, isTest],
    ],
    [
      'only the composition root knows the composition root',
      /^main\/app\//,
      [/^main\/app\//, /^main\/index\.ts$/],
    ],
    [
      'only trading and the composition root know trading',
      /^main\/trading\//,
      [/^main\/trading\//, /^main\/app\//],
    ],
    [
      'the broker is reached through its port',
      /^main\/broker\/(?!port$)/,
      [/^main\/broker\//, /^main\/app\//, isTest],
    ],
    [
      'storage is reached through its port',
      /^main\/storage\/(?!storage$|storage-error$|protocol$)/,
      [/^main\/storage\//, /^main\/app\//, isTest],
    ],
  ])('%s', (_rule, target, places) => {
    expect(strangers(target, places)).toEqual([]);
  });

  it('shared depends on nothing but shared, zod and decimal.js', () => {
    const foreign = imports.filter(
      ({ file, target }) =>
        file.startsWith('shared/') && !/^(?:shared\/|zod$|decimal\.js$|vitest$|fast-check$)/.test(target),
    );
    expect(foreign.filter(({ file, target }) => !(isTest.test(file) && target.startsWith('main/')))).toEqual(
      [],
    );
  });

  it('only trading sends orders', () => {
    const senders = files.filter(
      (file) =>
        !isTest.test(file) &&
        !file.startsWith('main/broker/') &&
        !file.startsWith('simulator/') &&
        /\.placeOrder\(/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(senders.every((file) => file.startsWith('main/trading/'))).toBe(true);
    expect(senders.length).toBeGreaterThan(0);
  });

  it('nothing in the app listens on a port', () => {
    const listeners = files.filter(
      (file) =>
        file.startsWith('main/') &&
        !isTest.test(file) &&
        !/test-gateway/.test(file) &&
        /createServer|\.listen\(\s*\d|from 'node:http'/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(listeners).toEqual([]);
  });

  it('folders have no name that says nothing', () => {
    expect(files.filter((file) => /(?:^|\/)(?:utils?|helpers?|misc|common)\//.test(file))).toEqual([]);
  });

  it('no file is longer than 400 lines', () => {
    expect(files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 401)).toEqual(
      [],
    );
  });
});
