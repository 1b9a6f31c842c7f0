import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConId } from '../../shared/domain/instrument';
import { err, ok } from '../../shared/domain/result';
import { conIdOf, fakeInstrument, listings } from '../testing/fake-market';
import { forgetInstruments, getInstrument, retryFailedInstruments, useInstruments } from './instruments';

const apple = conIdOf(265598);

/** Main, which knows the listings while it is connected. */
function stubMain() {
  const main = { connected: true, asked: [] as ConId[] };
  const request = async (_name: string, { conId }: { readonly conId: ConId }) => {
    main.asked.push(conId);
    const entry = listings.find((candidate) => candidate.conId === conId);
    return main.connected && entry !== undefined
      ? ok(fakeInstrument(entry, 0))
      : err({ code: 'not-connected', text: 'The gateway is not connected.' });
  };
  vi.stubGlobal('window', { tradewind: { request } });
  return main;
}

beforeEach(() => {
  vi.unstubAllGlobals();
  forgetInstruments();
});

describe('the cache of instruments', () => {
  it('asks once, however many panels want to know at the same time or later', async () => {
    const main = stubMain();
    const [first, second] = await Promise.all([getInstrument(apple), getInstrument(apple)]);
    await getInstrument(apple);
    expect(first).toBe(second);
    expect(first).toMatchObject({ ok: true, value: { symbol: 'AAPL' } });
    expect(main.asked).toEqual([apple]);
  });

  it('remembers why an answer failed, and asks again once there is a connection', async () => {
    const main = stubMain();
    main.connected = false;
    expect(await getInstrument(apple)).toMatchObject({ ok: false });
    expect(useInstruments.getState().errors.get(apple)?.code).toBe('not-connected');
    main.connected = true;
    retryFailedInstruments();
    await vi.waitFor(() => expect(useInstruments.getState().instruments.get(apple)?.symbol).toBe('AAPL'));
    expect(useInstruments.getState().errors.size).toBe(0);
  });

  it('does not take an answer of the gateway before', async () => {
    stubMain();
    const early = getInstrument(apple);
    forgetInstruments();
    await early;
    expect(useInstruments.getState().instruments.size).toBe(0);
  });
});
