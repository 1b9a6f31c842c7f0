// npm run test:soak: plays random histories of orders with fresh seeds, until its time is over or one fails.
// What follows `--` says for how long: -- --minutes 60, or -- --runs 100000, and -- --seed 7 to see a round again.
import { randomInt } from 'node:crypto';
import { interruption, run } from './setup/child-process.mjs';
import { electronAsNode } from './setup/electron-runtime.mjs';
import { prepareElectron } from './setup/prepare.mjs';
import { projectRoot, toolPath } from './setup/project.mjs';
import { takeSwitches } from './setup/script-options.mjs';
import { formatDuration, red, runScript, say, sayStep } from './setup/terminal.mjs';
import { soakOptions } from './testing/soak-options.mjs';

/** The two kinds of histories: against a model of IB, and over sockets against the simulated gateway. */
const folders = ['src/main/trading/histories/order-histories', 'src/main/app/fault-histories'];
/** How many of each kind `npm test` plays, see the test files. */
const perRound = { model: 10_000, socket: 1_000 };
const historiesPerRound = perRound.model + perRound.socket;
const longestRoundMs = 60 * 60_000;

const { switches, rest } = takeSwitches(process.argv.slice(2), ['verbose']);
const { verbose } = switches;

/**
 * One round: every history test once, all from one seed.
 * @param {import('./setup/electron-runtime.mjs').ElectronRuntime} runtime
 * @param {number} seed
 */
function playRound(runtime, seed) {
  return run(runtime.executable, [toolPath('vitest'), 'run', '--testTimeout=0', ...folders], {
    cwd: projectRoot,
    env: { ...electronAsNode(runtime), TRADEWIND_HISTORIES_SEED: String(seed) },
    timeoutMs: longestRoundMs,
    output: verbose ? 'inherit' : 'capture',
  });
}

await runScript(async () => {
  const options = soakOptions(rest, randomInt(2 ** 31));
  const runtime = await prepareElectron({ verbose, programs: [] });
  const startedAt = performance.now();
  const elapsedMs = () => performance.now() - startedAt;
  let tried = 0;
  const goesOn = () =>
    options.runs === null ? elapsedMs() < (options.minutes ?? 0) * 60_000 : tried < options.runs;
  say(`\n  from seed ${options.seed}`);
  for (let seed = options.seed; goesOn(); seed += 1) {
    const roundAt = performance.now();
    const { code, output } = await playRound(runtime, seed);
    if (interruption() !== undefined) break;
    const detail = `${perRound.model} against the model, ${perRound.socket} over sockets`;
    sayStep(code === 0, `seed ${seed}`, detail, performance.now() - roundAt);
    if (code !== 0) {
      say(`\n${output.trim()}\n`);
      say(
        red(
          `A history failed after ${tried} that held. Play it again: npm run test:soak -- --runs 1 --seed ${seed}`,
        ),
      );
      return 1;
    }
    tried += historiesPerRound;
  }
  say(`\n${tried} histories tried in ${formatDuration(elapsedMs())}, and all of them held.`);
  return 0;
});
