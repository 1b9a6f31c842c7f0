import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.mjs'],
    setupFiles: ['scripts/testing/require-electron-node.mjs', 'scripts/testing/property-seed.mjs'],
    // Processes, not threads: a native module that crashes takes one test file with it, and each file has a process of
    // its own for workers, timers and signals.
    pool: 'forks',
    maxWorkers: 2,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
