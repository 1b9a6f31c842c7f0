import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the bundled benchmarks, `out/bench`. */
export const benchFolder = fileURLToPath(new URL('.', import.meta.url));
/** Folder of the built app's main process, `out/main`. */
export const appMainFolder = join(benchFolder, '..', 'main');
/** The built app as `electron` starts it. */
export const appEntry = join(appMainFolder, 'index.js');

/** The bundle of a bench entry of `bench/vite.config.ts`. */
export function benchEntry(name: string): string {
  return join(benchFolder, `${name}.js`);
}
