import { describe, expect, it } from 'vitest';
import { parseCli, usage } from './cli-options';
import { defaultLimits } from './gateway/gateway-limits';
import { defaultSettings } from './simulator-settings';

describe('the command line of the gateway', () => {
  it('serves on the usual port of a paper gateway by default', () => {
    expect(parseCli([])).toEqual({
      kind: 'serve',
      address: { host: '127.0.0.1', port: 4002 },
      settings: { ...defaultSettings, startPositions: [{ symbol: 'AAPL', quantity: 100 }] },
    });
    expect(parseCli(['--positions', 'none'])).toMatchObject({ settings: defaultSettings });
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
        startPositions: [{ symbol: 'AAPL', quantity: 100 }],
      },
    });
    expect(parseCli(['--path', '/run/user/1/tw.sock'])).toMatchObject({
      address: { path: '/run/user/1/tw.sock' },
    });
    expect(parseCli(['--help'])).toEqual({ kind: 'help' });
  });

  it('takes what the account is and what the API allows', () => {
    const args = ['--account', 'U1234567', '--base-currency', 'EUR', '--positions', 'AAPL=100,MSFT=-50'];
    const more = ['--read-only', '--market-data', 'delayed', '--faults', 'night.json'];
    expect(parseCli([...args, ...more])).toMatchObject({
      settings: {
        accountId: 'U1234567',
        baseCurrency: 'EUR',
        startPositions: [
          { symbol: 'AAPL', quantity: 100 },
          { symbol: 'MSFT', quantity: -50 },
        ],
        readOnlyApi: true,
        marketData: 'delayed',
      },
      faultsFile: 'night.json',
    });
  });

  it('takes each limit', () => {
    const options = parseCli(['--limits', 'messagesPerSecond=none,marketDataLines=3,historicalPacing=off']);
    expect(options).toMatchObject({
      settings: {
        limits: {
          messagesPerSecond: Number.POSITIVE_INFINITY,
          marketDataLines: 3,
          historicalPacing: false,
        },
      },
    });
    expect(parseCli(['--no-limits', '--limits', 'clients=1'])).toMatchObject({
      settings: {
        limits: { clients: 1, marketDataLines: Number.POSITIVE_INFINITY, historicalPacing: false },
      },
    });
    for (const name of Object.keys(defaultLimits)) expect(usage).toContain(`${name} `);
  });

  it.each([
    [['--port', '70000'], '--port must be a number from 0 to 65535'],
    [['--port', '40.5'], '--port must be a whole number'],
    [['--speed', '0'], '--speed must be a number from 0.1 to 3600'],
    [['--seed', '-1'], '--seed'],
    [['--start', 'noon'], '--start must be an ISO time'],
    [['--account', 'X1234567'], '--account: The account id must be DU, DF or U'],
    [['--base-currency', 'euro'], '--base-currency must be three capital letters'],
    [['--positions', 'AAPL'], '--positions: A position is a symbol and a quantity'],
    [['--market-data', 'some'], "--market-data must be live, delayed, none, not 'some'"],
    [['--limits', 'lines=1'], "there is no limit 'lines'; the limits are messagesPerSecond"],
    [['--limits', 'clients=many'], "clients is a whole number or none, not 'many'"],
    [['--limits', 'historicalPacing=2'], 'historicalPacing is on or off'],
    [['--path', '/a', '--port', '1'], '--path cannot be used with'],
    [['--bogus'], '--bogus'],
    [['4002'], '4002'],
  ])('says what is wrong with %j', (args, words) => {
    const options = parseCli(args);
    expect(options.kind).toBe('invalid');
    expect(options).toMatchObject({ message: expect.stringContaining(words) });
  });
});
