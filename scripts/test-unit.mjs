// npm run test:unit: the unit and integration tests. What follows `--` names files or folders.
import { takeSwitches } from './setup/script-options.mjs';
import { runScript } from './setup/terminal.mjs';
import { runTests } from './testing/test-run.mjs';
import { unitTests } from './testing/unit-tests.mjs';

const { switches, rest } = takeSwitches(process.argv.slice(2), ['verbose']);
const { verbose } = switches;

await runScript(() => runTests({ verbose }, (runtime) => [unitTests({ runtime, verbose, filters: rest })]));
