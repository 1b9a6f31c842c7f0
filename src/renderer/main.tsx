import './lib/zod-setup';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { PanelBoundary } from './app/panel-boundary';
import { Shell } from './app/shell';
import { startApp } from './app/start';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');

startApp();
const page = createRoot(root);
// At once and not in a task of React's own: the browser keeps the compiled code of what ran while this module was
// evaluated, and the next start then compiles nothing of the first screen.
flushSync(() =>
  page.render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <PanelBoundary name="The window">
          <Shell />
        </PanelBoundary>
      </CSPProvider>
    </StrictMode>,
  ),
);
