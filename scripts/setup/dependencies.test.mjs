import { describe, expect, it } from 'vitest';
import { dependenciesState, lockHash } from './dependencies.mjs';

/** @param {Record<string, object>} packages */
const lockfile = (packages) => JSON.stringify({ lockfileVersion: 3, packages });

const react = { version: '19.3.1', integrity: 'sha512-a' };
const lockText = lockfile({
  '': { name: 'tradewind' },
  'node_modules/react': react,
  'node_modules/only-on-windows': { version: '1.0.0', integrity: 'sha512-b', optional: true },
});
const installed = lockfile({ 'node_modules/react': react });

describe('the state of node_modules', () => {
  it('is missing where npm left no record', () => {
    expect(dependenciesState({ lockText, installedLockText: undefined, stamp: lockHash(lockText) })).toBe(
      'missing',
    );
  });

  it('is current when the stamp is of this lockfile', () => {
    expect(
      dependenciesState({ lockText, installedLockText: installed, stamp: `${lockHash(lockText)}\n` }),
    ).toBe('current');
  });

  it('is current after a plain npm ci, without the packages of other platforms', () => {
    expect(dependenciesState({ lockText, installedLockText: installed, stamp: undefined })).toBe('current');
  });

  it.each([
    ['another version', lockfile({ 'node_modules/react': { ...react, version: '19.3.0' } })],
    [
      'another file under the same version',
      lockfile({ 'node_modules/react': { ...react, integrity: 'sha512-c' } }),
    ],
    ['a package too few', lockfile({})],
    ['a package too many', lockfile({ 'node_modules/react': react, 'node_modules/extra': react })],
    ['a record that does not parse', '{'],
  ])('is stale with %s', (_what, installedLockText) => {
    expect(dependenciesState({ lockText, installedLockText, stamp: 'of an older lockfile' })).toBe('stale');
  });
});
