import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { benchFolder } from './paths';

const source = join(benchFolder, '..', '..', 'bench', 'renderer');

/** Bundles the pages of `bench/renderer` into `out/bench/pages`, in the way that the app's own page is bundled. */
export async function buildPages(): Promise<void> {
  await build({
    configFile: false,
    root: source,
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: join(benchFolder, 'pages'),
      emptyOutDir: true,
      minify: true,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: {
          empty: join(source, 'empty.html'),
          app: join(source, 'app-charts.html'),
          plain: join(source, 'plain-charts.html'),
        },
      },
    },
  });
}
