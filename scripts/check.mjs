// npm run check: types, lint and format.
import { preparePackages } from './setup/prepare.mjs';
import { takeSwitches } from './setup/script-options.mjs';
import { runScript, say } from './setup/terminal.mjs';
import { staticChecks } from './testing/static-checks.mjs';
import { runSteps } from './testing/step-runner.mjs';

const { switches } = takeSwitches(process.argv.slice(2), ['verbose']);

await runScript(async () => {
  await preparePackages(switches);
  say('');
  const finished = await runSteps(staticChecks);
  return finished.every(({ passed }) => passed) ? 0 : 1;
});
