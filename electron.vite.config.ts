import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Loaded from node_modules at run time because they carry native code; everything else is bundled. */
const native = ['better-sqlite3', 'keytar'];

export default defineConfig({
  main: {
    build: {
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        external: ['electron', ...native],
        input: {
          index: 'src/main/index.ts',
          'storage-worker': 'src/main/storage/worker/index.ts',
          'secrets-process': 'src/main/secrets/process/index.ts',
          'simulator-worker': 'src/simulator/worker.ts',
          'gateway-cli': 'src/simulator/cli.ts',
        },
      },
    },
  },
  preload: {
    build: {
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    plugins: [react()],
    build: {
      minify: true,
      // The content policy forbids data: fonts, and a file is cached by the app protocol anyway.
      assetsInlineLimit: 0,
      // Electron's own Chromium knows module preloading, and the styles are too few for files of their own.
      modulePreload: { polyfill: false },
      cssCodeSplit: false,
      rolldownOptions: { input: { index: 'src/renderer/index.html' } },
    },
  },
});
