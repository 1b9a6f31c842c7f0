import { describe, expect, it } from 'vitest';
import { parseCli } from './cli-options';
import { defaultSettings } from './simulator-settings';

describe('the command line of the gateway', () => {
  it('serves on the usual port of a paper gateway by default', () => {
    expect(parseCli([])).toEqual({
      kind: 'serve',
      address: { host: '127.0.0.1', port: 4002 },
      settings: defaultSettings,
    });
  });

  it('takes every setting', () => {
    const args = '--port 0 --host ::1 --seed 7 --speed 60 --start 2026-10-05T14:30:00Z --tick-rate 0.5';
    expect(parseCli([...args.split(' '), '--account', 'DU7654321', '--cash', '2500.5'])).toEqual({
      kind: 'serve',
      address: { host: '::1', port: 0 },
      settings: {
        seed: 7,
        speed: 60,
        startMs: Date.UTC(2026, 9, 5, 14, 30),
        tickRate: 0.5,
        accountId: 'DU7654321',
        cash: 2_500.5,
      },
    });
    expect(parseCli(['--path', '/run/user/1/tw.sock'])).toMatchObject({
      address: { path: '/run/user/1/tw.sock' },
    });
    expect(parseCli(['--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    [['--port', '70000'], '--port must be a number from 0 to 65535'],
    [['--port', '40.5'], '--port must be a whole number'],
    [['--speed', '0'], '--speed must be a number from 0.1 to 3600'],
    [['--seed', '-1'], '--seed'],
    [['--start', 'noon'], '--start must be an ISO time'],
    [['--account', 'U1234567'], '--account must be DU or DF'],
    [['--path', '/a', '--port', '1'], '--path cannot be used with'],
    [['--bogus'], '--bogus'],
    [['4002'], '4002'],
  ])('says what is wrong with %j', (args, words) => {
    const options = parseCli(args);
    expect(options.kind).toBe('invalid');
    expect(options).toMatchObject({ message: expect.stringContaining(words) });
  });
});
