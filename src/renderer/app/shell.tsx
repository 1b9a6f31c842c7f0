import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { BottomPanel } from '../features/orders';
import { ReconciliationBar } from '../features/reconciliation';
import { TicketPanel } from '../features/ticket';
import { WatchlistPanel } from '../features/watchlist';
import { Announcer } from '../ui';
import { listenForHotkeys } from './hotkeys';
import { LaterChart, LaterDialogs } from './later-parts';
import { fitted, type LayoutArea } from './layout-model';
import { useLayout } from './layout-store';
import { PanelBoundary } from './panel-boundary';
import './shell.css';
import { Splitter } from './splitter';
import { StatusBar } from './status-bar';
import { TitleBar } from './title-bar';
import { WarningBanner } from './warning-banner';

/** The window. */
export function Shell() {
  useEffect(() => listenForHotkeys(window), []);
  return (
    <div className="shell">
      <TitleBar />
      <WarningBanner />
      <ReconciliationBar />
      <Panels />
      <StatusBar />
      <div className="mode-frame" aria-hidden="true" />
      <PanelBoundary name="The dialogs">
        <LaterDialogs />
      </PanelBoundary>
      <Announcer />
    </div>
  );
}

// Made once: another size of a panel then changes the grid, and React leaves what is in it alone.
const watchlistPanel = (
  <PanelBoundary name="The watchlist">
    <WatchlistPanel />
  </PanelBoundary>
);
const chartPanel = (
  <PanelBoundary name="The chart">
    <LaterChart />
  </PanelBoundary>
);
const ticketPanel = (
  <PanelBoundary name="The ticket">
    <TicketPanel />
  </PanelBoundary>
);
const bottomPanel = (
  <PanelBoundary name="The orders panel">
    <BottomPanel />
  </PanelBoundary>
);

/** The panels with the splitters between them. */
function Panels() {
  const panels = useRef<HTMLElement>(null);
  const area = useArea(panels);
  const sizes = fitted(
    useLayout((state) => state.sizes),
    area,
  );
  return (
    <main
      ref={panels}
      className="shell-panels"
      style={{
        gridTemplateColumns: `${sizes.watchlistWidth}px 1px minmax(0, 1fr) 1px ${sizes.ticketWidth}px`,
        gridTemplateRows: `minmax(0, 1fr) 1px ${sizes.bottomHeight}px`,
      }}
    >
      <div className="shell-panel shell-watchlist">{watchlistPanel}</div>
      <Splitter
        edge="watchlistWidth"
        label="Width of the watchlist"
        current={sizes.watchlistWidth}
        grows="ArrowRight"
      />
      <div className="shell-panel shell-chart">{chartPanel}</div>
      <Splitter
        edge="ticketWidth"
        label="Width of the ticket"
        current={sizes.ticketWidth}
        grows="ArrowLeft"
      />
      <div className="shell-panel shell-ticket">{ticketPanel}</div>
      <Splitter
        edge="bottomHeight"
        label="Height of the orders panel"
        current={sizes.bottomHeight}
        grows="ArrowUp"
      />
      <div className="shell-panel shell-bottom">{bottomPanel}</div>
    </main>
  );
}

/** The size of the element, which the window and the banner of warnings change. */
function useArea(element: RefObject<HTMLElement | null>): LayoutArea {
  const [area, setArea] = useState<LayoutArea>(() => ({
    width: window.innerWidth,
    height: window.innerHeight,
  }));
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = current;
      setArea((known) => (known.width === width && known.height === height ? known : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return area;
}
