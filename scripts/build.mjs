// npm run build: builds the app into out/, whether or not it is up to date.
import { ensureBuild } from './setup/build.mjs';
import { preparePackages, step } from './setup/prepare.mjs';
import { takeSwitches } from './setup/script-options.mjs';
import { runScript } from './setup/terminal.mjs';

const { switches } = takeSwitches(process.argv.slice(2), ['verbose']);

await runScript(async () => {
  await preparePackages(switches);
  await step(
    'build',
    () => ensureBuild({ env: process.env, verbose: switches.verbose, force: true }),
    String,
  );
  return 0;
});
