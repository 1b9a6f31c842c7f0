import { createPageBridge } from './page-bridge';

// The bridge must be there before the app's modules run.
Object.defineProperty(window, 'tradewind', { value: createPageBridge() });
await import('./app-charts-view');
