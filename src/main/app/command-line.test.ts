import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line';

describe('the command line', () => {
  it('reads our options and leaves the switches of Chromium alone', () => {
    expect(
      parseCommandLine(
        [
          '--no-sandbox',
          '--gateway',
          '127.0.0.1:4002',
          '--client-id=7',
          '--profile',
          'paper',
          '--user-data-dir=/tmp/x',
          '--lang=en',
        ],
        false,
      ),
    ).toEqual({
      ok: true,
      value: {
        help: false,
        userDataDirectory: '/tmp/x',
        gateway: { host: '127.0.0.1', port: 4002 },
        clientId: 7,
        profile: 'paper',
        journal: null,
      },
    });
  });

  it('wants nothing when nothing is given', () => {
    expect(parseCommandLine([], false)).toEqual({
      ok: true,
      value: {
        help: false,
        userDataDirectory: null,
        gateway: null,
        clientId: null,
        profile: null,
        journal: null,
      },
    });
  });

  it('takes an IPv6 address in brackets', () => {
    expect(parseCommandLine(['--gateway', '[::1]:4001'], false)).toMatchObject({
      value: { gateway: { host: '::1', port: 4001 } },
    });
  });

  it.each([
    [['--verify-journal'], { kind: 'verify' }],
    [['--export-journal', 'a.jsonl'], { kind: 'export', path: 'a.jsonl', format: 'jsonl' }],
    [['--export-journal=A.CSV'], { kind: 'export', path: 'A.CSV', format: 'csv' }],
    [['--export-journal', 'a.csv', '--format', 'jsonl'], { kind: 'export', path: 'a.csv', format: 'jsonl' }],
    [['--export-journal', 'a', '--format=csv'], { kind: 'export', path: 'a', format: 'csv' }],
  ])('asks the journal with %j', (args, journal) => {
    expect(parseCommandLine(args, true)).toMatchObject({ ok: true, value: { journal } });
  });

  it.each([
    [['--export-journal'], 'needs a value'],
    [['--export-journal', 'a', '--format', 'xml'], 'jsonl or csv'],
    [['--format', 'csv'], 'give both'],
    [['--verify-journal', '--export-journal', 'a'], 'not both'],
    [['--gateway', '127.0.0.1'], 'host:port'],
    [['--gateway', '127.0.0.1:70000'], 'host:port'],
    [['--gateway', 'http://127.0.0.1:4002'], 'host:port'],
    [['--gateway='], 'needs a value'],
    [['--profile'], 'needs a value'],
    [['--client-id', '1.5'], '0 to 9999'],
    [['--client-id', '-1'], '--client-id'],
    [['--profile', 'real'], 'simulator, paper or live'],
  ])('answers %j with a sentence', (args, part) => {
    const parsed = parseCommandLine(args, false);
    expect(parsed.ok ? parsed : parsed.error).toContain(part);
  });

  it('has no gateway option in the packaged app', () => {
    expect(parseCommandLine(['--gateway', '127.0.0.1:4002'], true).ok).toBe(false);
  });
});
