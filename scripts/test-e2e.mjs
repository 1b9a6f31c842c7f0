// npm run test:e2e: the end-to-end tests. What follows `--` goes to Playwright.
import { takeSwitches } from './setup/script-options.mjs';
import { runScript } from './setup/terminal.mjs';
import { endToEndTests } from './testing/end-to-end-tests.mjs';
import { runTests } from './testing/test-run.mjs';

const { switches, rest } = takeSwitches(process.argv.slice(2), ['verbose']);
const { verbose } = switches;

await runScript(() =>
  runTests({ verbose }, (runtime) => [endToEndTests({ runtime, verbose, playwrightArguments: rest })]),
);
