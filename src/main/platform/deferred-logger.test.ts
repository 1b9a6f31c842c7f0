import { expect, it } from 'vitest';
import { DeferredLogger } from './deferred-logger';
import { silentLogger } from './logger';

it('passes on what came before there was a file, in its order, and then everything at once', () => {
  const lines: string[] = [];
  const note = (level: string) => (message: string) => lines.push(`${level} ${message}`);
  const log = new DeferredLogger();
  log.warn('first');
  log.error('second');
  log.flush();
  log.attach({
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
    flush: () => lines.push('flushed'),
  });
  expect(lines).toEqual(['warn first', 'error second']);
  log.info('third');
  log.flush();
  expect(lines).toEqual(['warn first', 'error second', 'info third', 'flushed']);
});

it('opens its file once, however often it is asked', async () => {
  let opened = 0;
  const log = new DeferredLogger();
  const open = () => {
    opened += 1;
    return Promise.resolve({ ...silentLogger, flush: () => undefined });
  };
  const report = (problem: string) => expect.fail(problem);
  await Promise.all([log.open(open, report), log.open(open, report)]);
  expect(opened).toBe(1);
});

it('stands in nobody’s way when the file cannot be opened, and says so', async () => {
  const problems: string[] = [];
  const log = new DeferredLogger();
  await log.open(
    () => Promise.reject(new Error('no space left on device')),
    (problem) => problems.push(problem),
  );
  log.error('later');
  log.flush();
  expect(problems).toEqual(['no space left on device']);
});
