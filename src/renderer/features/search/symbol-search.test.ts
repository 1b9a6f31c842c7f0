import { describe, expect, it } from 'vitest';
import type { InstrumentMatch } from '../../../shared/domain/instrument';
import { err, ok, type Result } from '../../../shared/domain/result';
import type { RequestError } from '../../../shared/ipc/errors';
import { conIdOf } from '../../testing/fake-market';
import { createSymbolSearch, type SearchState } from './symbol-search';

type Answer = Result<readonly InstrumentMatch[], RequestError>;

function match(symbol: string): InstrumentMatch {
  return {
    conId: conIdOf(symbol.charCodeAt(0)),
    symbol,
    secType: 'STK',
    primaryExchange: 'NASDAQ',
    currency: 'USD',
    name: symbol,
    derivativeSecTypes: [],
  };
}

function setUp() {
  const states: SearchState[] = [];
  const asked: { readonly pattern: string; readonly answer: (answer: Answer) => void }[] = [];
  let pause: (() => void) | null = null;
  const search = createSymbolSearch({
    search: (pattern) => new Promise((resolve) => asked.push({ pattern, answer: resolve })),
    after: (_delayMs, run) => {
      pause = run;
      return () => {
        pause = null;
      };
    },
    onState: (state) => states.push(state),
  });
  return {
    search,
    asked,
    stopTyping: () => pause?.(),
    /** Answers the search with this index and lets its followers run. */
    answer: async (index: number, answer: Answer) => {
      asked[index]?.answer(answer);
      await Promise.resolve();
      await Promise.resolve();
    },
    last: () => states.at(-1),
  };
}

describe('the symbol search', () => {
  it('asks once, when typing pauses', () => {
    const { search, asked, stopTyping } = setUp();
    search.type('a');
    search.type('aa');
    search.type('aap');
    stopTyping();
    expect(asked.map(({ pattern }) => pattern)).toEqual(['aap']);
  });

  it('shows what was found', async () => {
    const { search, stopTyping, answer, last } = setUp();
    search.type('AAPL');
    expect(last()?.kind).toBe('searching');
    stopTyping();
    await answer(0, ok([match('AAPL')]));
    expect(last()).toMatchObject({ kind: 'found', pattern: 'AAPL', matches: [{ symbol: 'AAPL' }] });
  });

  it('drops the answer to an earlier pattern, even when it comes last', async () => {
    const { search, stopTyping, answer, last } = setUp();
    search.type('MS');
    stopTyping();
    search.type('MSFT');
    stopTyping();
    await answer(1, ok([match('MSFT')]));
    await answer(0, ok([match('MSTR')]));
    expect(last()?.matches.map(({ symbol }) => symbol)).toEqual(['MSFT']);
  });

  it('keeps the matches in place while it searches on', async () => {
    const { search, stopTyping, answer, last } = setUp();
    search.type('MS');
    stopTyping();
    await answer(0, ok([match('MSFT')]));
    search.type('MSF');
    expect(last()).toMatchObject({ kind: 'searching', matches: [{ symbol: 'MSFT' }] });
  });

  it('says why it failed', async () => {
    const { search, stopTyping, answer, last } = setUp();
    search.type('AAPL');
    stopTyping();
    await answer(0, err({ code: 'not-connected', text: 'The gateway is not connected.' }));
    expect(last()).toMatchObject({ kind: 'failed', errorText: 'The gateway is not connected.', matches: [] });
  });

  it('is idle with an empty field and forgets the question', async () => {
    const { search, stopTyping, answer, last } = setUp();
    search.type('AAPL');
    stopTyping();
    search.type('  ');
    await answer(0, ok([match('AAPL')]));
    expect(last()).toMatchObject({ kind: 'idle', matches: [] });
  });

  it('gives an Enter in haste the answer when it comes', async () => {
    const { search, stopTyping, answer } = setUp();
    const taken: string[] = [];
    search.type('AAPL');
    search.whenFound((matches) => taken.push(...matches.map(({ symbol }) => symbol)));
    stopTyping();
    expect(taken).toEqual([]);
    await answer(0, ok([match('AAPL')]));
    expect(taken).toEqual(['AAPL']);
  });

  it('forgets an Enter when the trader types on, and when the search fails', async () => {
    const { search, stopTyping, answer } = setUp();
    const taken: unknown[] = [];
    search.type('AA');
    search.whenFound((matches) => taken.push(matches));
    search.type('AAP');
    stopTyping();
    await answer(0, ok([match('AAP')]));
    search.type('AAPL');
    search.whenFound((matches) => taken.push(matches));
    stopTyping();
    await answer(1, err({ code: 'timeout', text: 'The gateway did not answer.' }));
    expect(taken).toEqual([]);
  });

  it('never asks for more than the contract takes', () => {
    const { search, asked, stopTyping } = setUp();
    search.type('x'.repeat(300));
    stopTyping();
    expect(asked[0]?.pattern).toHaveLength(40);
  });
});
