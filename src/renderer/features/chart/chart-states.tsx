import { modifierName } from '../../app/modifier';
import { Button, PanelMessage } from '../../ui';
import type { FollowedFeed } from './use-chart-feed';

interface ChartStatesProps {
  readonly followed: FollowedFeed | null;
  readonly name: string | null;
  readonly hasInstrument: boolean;
}

/** What lies over the chart while it cannot show what was asked for. */
export function ChartStates({ followed, name, hasInstrument }: ChartStatesProps) {
  if (!hasInstrument)
    return (
      <div className="chart-cover">
        <PanelMessage kind="empty" title="No instrument selected">
          Select one in the watchlist, or search with {modifierName} K.
        </PanelMessage>
      </div>
    );
  if (followed === null) return null;
  const { feed, state } = followed;
  switch (state.phase) {
    case 'loading':
      return (
        <div className="chart-cover chart-skeleton" role="status" aria-label="Loading the bars">
          {skeletonHeights.map((height, index) => (
            // The bars of the skeleton never change places.
            <span key={index} style={{ height: `${height}%` }} />
          ))}
        </div>
      );
    case 'empty':
      return (
        <div className="chart-cover">
          <PanelMessage kind="empty" title={`No data: the gateway has no such bars of ${name ?? 'it'}`}>
            Choose another interval or extended hours. Bars appear here as soon as it trades.
          </PanelMessage>
        </div>
      );
    case 'failed':
      return (
        <div className="chart-cover">
          <PanelMessage kind="error" title="No data: the bars could not be loaded">
            <p>{state.error?.text}</p>
            <Button onClick={feed.refresh}>Try again</Button>
          </PanelMessage>
        </div>
      );
    case 'ready':
      return (
        <>
          {state.error === null ? null : (
            <ChartNotice text={`The newest bars are missing. ${state.error.text}`} onRetry={feed.refresh} />
          )}
          {state.pagingError === null ? null : (
            <ChartNotice
              text={`Earlier bars could not be loaded. ${state.pagingError.text}`}
              onRetry={feed.pageBack}
            />
          )}
          {state.pagingBack ? (
            <p className="chart-paging" role="status">
              Loading earlier bars…
            </p>
          ) : null}
        </>
      );
  }
}

const skeletonHeights = [38, 44, 41, 52, 60, 55, 47, 50, 58, 66, 62, 57, 49, 53, 61, 70, 64, 59, 68, 63];

interface ChartNoticeProps {
  readonly text: string;
  readonly onRetry: () => void;
}

function ChartNotice({ text, onRetry }: ChartNoticeProps) {
  return (
    <div className="chart-notice" role="alert">
      <span>{text}</span>
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
