import fs from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const projectRoot = path.resolve(import.meta.dirname, '../../../..');

/**
 * Bundles an entry of the main process into a folder, as the app's build does, and returns the path of the bundle.
 * Packages stay outside and are found through a link to the project's own.
 * @param entry path from the project's root
 */
export async function bundleEntry(entry: string, directory: string): Promise<string> {
  const outDir = path.join(directory, 'out');
  const name = `${path.basename(path.dirname(entry))}-${path.basename(entry, '.ts')}`;
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'silent',
    build: {
      ssr: path.join(projectRoot, entry),
      outDir,
      emptyOutDir: false,
      target: 'node22',
      rollupOptions: { output: { format: 'es', entryFileNames: `${name}.mjs` } },
    },
  });
  const packages = path.join(directory, 'node_modules');
  if (!fs.existsSync(packages)) fs.symlinkSync(path.join(projectRoot, 'node_modules'), packages, 'junction');
  return path.join(outDir, `${name}.mjs`);
}
