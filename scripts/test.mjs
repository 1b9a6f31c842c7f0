// npm test: types, lint, format, unit and integration tests, the build, and the end-to-end tests.
import { ensureBuild } from './setup/build.mjs';
import { runtimeEnvironment } from './setup/electron-runtime.mjs';
import { takeSwitches } from './setup/script-options.mjs';
import { runScript } from './setup/terminal.mjs';
import { endToEndTests } from './testing/end-to-end-tests.mjs';
import { staticChecks } from './testing/static-checks.mjs';
import { runTests } from './testing/test-run.mjs';
import { unitTests } from './testing/unit-tests.mjs';

const { switches } = takeSwitches(process.argv.slice(2), ['verbose']);
const { verbose } = switches;

await runScript(() =>
  runTests({ verbose }, (runtime) => [
    ...staticChecks,
    unitTests({ runtime, verbose, filters: [] }),
    {
      name: 'build',
      work: async () => ({
        passed: true,
        output: await ensureBuild({ env: runtimeEnvironment(runtime), verbose, force: true }),
      }),
    },
    endToEndTests({ runtime, verbose, playwrightArguments: [] }),
  ]),
);
