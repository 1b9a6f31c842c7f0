import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Every program that runs on its own, next to `index`. */
const entries = {
  index: file('index.ts'),
  'window-hook': file('processes/window-hook.ts'),
  'empty-window': file('cold-start/empty-window.ts'),
  'chart-window': file('frame-rate/chart-window.ts'),
  'library-alone': file('order-latency/library-alone.ts'),
  'order-tap-process': file('order-latency/order-tap-process.ts'),
  'bare-library': file('tick-stream/bare-library.ts'),
  'tick-gateway': file('tick-stream/tick-gateway.ts'),
  'ticking-simulator': file('simulator-ticks/ticking-simulator.ts'),
  'prepared-ticks': file('simulator-ticks/prepared-ticks.ts'),
  'streaming-app': file('tick-stream/streaming-app.ts'),
};

export default defineConfig({
  root: file('..'),
  build: {
    target: 'node22',
    rolldownOptions: { output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' } },
  },
  plugins: [
    {
      name: 'bench-entries',
      // The command line names one entry; the others are bundled with it.
      options: (options) => ({ ...options, input: entries }),
    },
  ],
});
