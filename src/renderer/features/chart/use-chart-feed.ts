import { useEffect, useState } from 'react';
import { createStore, useStore } from 'zustand';
import type { BarSize } from '../../../shared/domain/bar';
import type { ConId } from '../../../shared/domain/instrument';
import { useStatus } from '../../app/status-store';
import { request, subscribe } from '../../lib/ipc-client';
import type { SeriesChange } from './bar-series-model';
import { type ChartFeed, type ChartFeedPorts, type ChartFeedState, startChartFeed } from './chart-feed';

const ports: ChartFeedPorts = {
  cachedBars: (input) => request('bars.cached', input),
  loadBars: (input) => request('bars.load', input),
  subscribeBars: (key, onItems) => subscribe('bars', { ...key }, onItems),
};

/** A feed with its newest state. */
export interface FollowedFeed {
  readonly feed: ChartFeed;
  readonly state: ChartFeedState;
}

/**
 * Follows the bars of an instrument; null while there is none. `onSeries` must stay the same function; it hears of the
 * changes of the newest feed alone.
 */
export function useChartFeed(
  conId: ConId | null,
  barSize: BarSize,
  regularHoursOnly: boolean,
  onSeries: (feed: ChartFeed, change: SeriesChange) => void,
): FollowedFeed | null {
  // A store of its own, because the feed lives outside React and may speak before the panel has rendered.
  const [store] = useState(() =>
    createStore<{ readonly followed: FollowedFeed | null }>()(() => ({ followed: null })),
  );
  const followed = useStore(store, (state) => state.followed);
  const epoch = useStatus(({ status }) =>
    status?.connection.state.kind === 'ready' ? status.connection.epoch : null,
  );

  useEffect(() => {
    if (conId === null) return undefined;
    const feed: ChartFeed = startChartFeed(
      ports,
      { conId, barSize, regularHoursOnly },
      (change) => onSeries(feed, change),
      (state) => store.setState({ followed: { feed, state } }),
    );
    store.setState({ followed: { feed, state: feed.state() } });
    return () => {
      feed.stop();
      store.setState({ followed: null });
    };
  }, [conId, barSize, regularHoursOnly, onSeries, store]);

  // What failed while the gateway was away is asked again once it is back.
  const feed = followed?.feed ?? null;
  useEffect(() => {
    if (epoch !== null && feed !== null && feed.state().error !== null) feed.refresh();
  }, [epoch, feed]);

  return followed;
}
