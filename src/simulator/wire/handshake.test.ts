import { MIN_SERVER_VER } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';
import { agreeOnVersion, fieldSince, parseVersionLine } from './handshake';
import { messageSince, requestSince } from './message-ids';

describe('the handshake', () => {
  it('reads the versions a client offers, with and without connect options', () => {
    expect(parseVersionLine('v100..193')).toEqual({ minimum: 100, maximum: 193, connectOptions: '' });
    expect(parseVersionLine('v193 +PACEAPI')).toEqual({
      minimum: 193,
      maximum: 193,
      connectOptions: '+PACEAPI',
    });
    expect(parseVersionLine('193')).toBeUndefined();
  });

  it.each([
    [100, 193, 193],
    [100, 222, 193],
    [157, 178, 178],
    [194, 222, undefined],
    [100, 150, 150],
    [100, 100, 100],
    [76, 99, undefined],
    [190, 180, undefined],
  ])('from %i to %i means %s', (minimum, maximum, version) => {
    expect(agreeOnVersion({ minimum, maximum, connectOptions: '' })).toBe(version);
  });

  it('knows the versions of fields by the names of the API', () => {
    const listed = new Map(
      Object.entries(MIN_SERVER_VER).map(([name, version]) => [name.replaceAll('_', ''), version]),
    );
    for (const [name, version] of Object.entries(fieldSince)) {
      expect([name, listed.get(name.toUpperCase())]).toEqual([name, version]);
    }
    const versions = new Set(Object.values(MIN_SERVER_VER));
    for (const version of [...requestSince.values(), ...messageSince.values()]) {
      expect(versions).toContain(version);
    }
  });
});
