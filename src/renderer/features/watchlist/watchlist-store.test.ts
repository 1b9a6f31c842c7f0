import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConId } from '../../../shared/domain/instrument';
import { err, ok } from '../../../shared/domain/result';
import { useSelection } from '../../app/selection-store';
import { conIdOf } from '../../testing/fake-market';
import {
  addToWatchlist,
  loadWatchlist,
  moveInWatchlist,
  removeFromWatchlist,
  useWatchlist,
} from './watchlist-store';

const [apple, microsoft, ibm] = [conIdOf(265598), conIdOf(272093), conIdOf(8314)];

interface Asked {
  readonly name: string;
  readonly input: { readonly conIds?: readonly ConId[] };
}

/** Main, with a list that it keeps, and what it was asked. */
function stubMain(conIds: readonly ConId[], fails = false) {
  const asked: Asked[] = [];
  const request = vi.fn(async (name: string, input: Asked['input']) => {
    asked.push({ name, input });
    if (fails) return err({ code: 'storage', text: 'The disk is full.' });
    return name === 'watchlist.get' ? ok({ conIds }) : ok({});
  });
  vi.stubGlobal('window', { tradewind: { request } });
  return {
    saved: () => asked.filter(({ name }) => name === 'watchlist.set').map(({ input }) => input.conIds),
  };
}

beforeEach(() => {
  useSelection.setState({ conId: null, ticketPreset: null });
  vi.unstubAllGlobals();
});

describe('the watchlist', () => {
  it('comes from main and selects its first instrument', async () => {
    stubMain([apple, microsoft]);
    await loadWatchlist();
    expect(useWatchlist.getState()).toEqual({ kind: 'ready', conIds: [apple, microsoft] });
    expect(useSelection.getState().conId).toBe(apple);
  });

  it('leaves a selection alone that is there already', async () => {
    stubMain([apple, microsoft]);
    useSelection.getState().select(ibm);
    await loadWatchlist();
    expect(useSelection.getState().conId).toBe(ibm);
  });

  it('says why it could not be read', async () => {
    stubMain([], true);
    await loadWatchlist();
    expect(useWatchlist.getState()).toMatchObject({ kind: 'failed', text: 'The disk is full.' });
  });

  it('saves each change in turn, the newest last', async () => {
    const main = stubMain([apple]);
    await loadWatchlist();
    addToWatchlist(microsoft);
    addToWatchlist(ibm);
    moveInWatchlist(ibm, 0);
    removeFromWatchlist(apple);
    expect(useWatchlist.getState().conIds).toEqual([ibm, microsoft]);
    await vi.waitFor(() => expect(main.saved()).toHaveLength(4));
    expect(main.saved()).toEqual([
      [apple, microsoft],
      [apple, microsoft, ibm],
      [ibm, apple, microsoft],
      [ibm, microsoft],
    ]);
  });

  it('does not save what did not change', async () => {
    const main = stubMain([apple]);
    await loadWatchlist();
    addToWatchlist(apple);
    expect(main.saved()).toEqual([]);
  });

  it('selects the successor when the selected instrument is removed', async () => {
    stubMain([apple, microsoft]);
    await loadWatchlist();
    removeFromWatchlist(apple);
    expect(useSelection.getState().conId).toBe(microsoft);
  });

  it('is not overwritten before it was read', () => {
    const main = stubMain([apple]);
    useWatchlist.setState({ kind: 'loading', conIds: [] }, true);
    addToWatchlist(ibm);
    expect(useWatchlist.getState().conIds).toEqual([]);
    expect(main.saved()).toEqual([]);
  });
});
