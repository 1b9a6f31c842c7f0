export { WatchlistPanel } from './watchlist-panel';
export { addToWatchlist, loadWatchlist, useWatchlist } from './watchlist-store';
