import { describe, expect, it } from 'vitest';
import { agreeOnVersion, parseVersionLine } from './handshake';

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
});
