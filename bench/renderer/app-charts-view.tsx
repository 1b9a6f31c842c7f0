import '../../src/renderer/lib/zod-setup';
import '../../src/renderer/ui/fonts.css';
import '../../src/renderer/ui/tokens.css';
import '../../src/renderer/ui/base.css';
import { createRoot } from 'react-dom/client';
import { startApp } from '../../src/renderer/app/start';
import { ChartPanel } from '../../src/renderer/features/chart';
import { WatchlistPanel } from '../../src/renderer/features/watchlist';
import './four-charts.css';
import { chartCount } from './moving-market';

const root = document.getElementById('root');
if (root === null) throw new Error('app-charts.html has no element with the id "root"');

startApp();
createRoot(root).render(
  <div className="bench-page">
    <div className="bench-quotes">
      <WatchlistPanel />
    </div>
    {Array.from({ length: chartCount }, (_, index) => (
      <div key={index} className="bench-chart">
        <ChartPanel />
      </div>
    ))}
  </div>,
);
