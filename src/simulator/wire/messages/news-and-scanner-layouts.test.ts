import { describe, expect, it } from 'vitest';
import { apple, appleCall } from '../sample-instruments';
import { displayGroupListMessage, displayGroupUpdatedMessage } from './display-group-messages';
import * as news from './news-messages';
import { scannerDataMessage, scannerParametersMessage } from './scanner-messages';

/** The fields of a message; each is ended by NUL. */
function fields(payload: string): readonly string[] {
  expect(payload.endsWith('\0')).toBe(true);
  return payload.slice(0, -1).split('\0');
}

const item = {
  atMs: Date.UTC(2026, 6, 31, 13, 53, 52),
  providerCode: 'BRFG',
  articleId: 'BRFG$1f064106',
  conId: 265598,
  headline: 'A headline',
};

/** None of these layouts has changed between the server versions that are written. */
describe('layouts of news', () => {
  it('state providers, headlines, articles and bulletins', () => {
    expect(fields(news.newsProvidersMessage([{ code: 'BRFG', name: 'Briefing' }]))).toEqual([
      '85',
      '1',
      'BRFG',
      'Briefing',
    ]);
    expect(fields(news.historicalNewsMessage(7, item))).toEqual([
      '86',
      '7',
      '2026-07-31 13:53:52.0',
      'BRFG',
      'BRFG$1f064106',
      '{A:265598:L:en}A headline',
    ]);
    expect(fields(news.historicalNewsEndMessage(7, true))).toEqual(['87', '7', '1']);
    expect(fields(news.newsArticleMessage(7, '<html></html>'))).toEqual(['83', '7', '0', '<html></html>']);
    expect(fields(news.newsBulletinMessage({ number: 3, type: 2, text: 'Text', exchange: 'NYSE' }))).toEqual([
      '14',
      '1',
      '3',
      '2',
      'Text',
      'NYSE',
    ]);
  });

  it('state the time of a tick in milliseconds', () => {
    expect(fields(news.tickNewsMessage(7, item))).toEqual([
      '84',
      '7',
      '1785506032000',
      'BRFG',
      'BRFG$1f064106',
      'A headline',
      'A:265598:L:en:K:n/a:C:n/a',
    ]);
  });
});

describe('layouts of scanners and display groups', () => {
  it('state a result row by row, as in a recorded one', () => {
    const head = ['20', '3', '1', '2'];
    const stock = ['0', '265598', 'AAPL', 'STK', '', '0', '', 'SMART', 'USD', 'AAPL', 'NMS', 'NMS'];
    const { localSymbol, marketName, tradingClass, exchange } = appleCall;
    const call = ['1', '928201828', 'AAPL', 'OPT', '20261007', '250', 'C', exchange, 'USD'];
    const none = ['', '', '', ''];
    expect(fields(scannerDataMessage(1, [apple, appleCall]))).toEqual([
      ...head,
      ...stock,
      ...none,
      ...call,
      localSymbol,
      marketName,
      tradingClass,
      ...none,
    ]);
    expect(fields(scannerDataMessage(1, []))).toEqual(['20', '3', '1', '0']);
    expect(fields(scannerParametersMessage('<x/>'))).toEqual(['19', '1', '<x/>']);
  });

  it('state groups', () => {
    expect(fields(displayGroupListMessage(1, [1, 2, 7]))).toEqual(['67', '1', '1', '1|2|7']);
    expect(fields(displayGroupUpdatedMessage(2, '8314@SMART'))).toEqual(['68', '1', '2', '8314@SMART']);
  });
});
