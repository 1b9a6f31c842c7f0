import { expect, it } from 'vitest';
import { DeferredLogger } from './deferred-logger';

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
