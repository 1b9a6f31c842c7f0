// npm run gateway: the simulated gateway on TCP, for any TWS API client. What follows `--` goes to it: -- --port 4002
import { spawn } from 'node:child_process';
import { ensureBuild } from './setup/build.mjs';
import { forwardSignalsTo } from './setup/child-process.mjs';
import { preparePackages, step } from './setup/prepare.mjs';
import { inProject, projectRoot } from './setup/project.mjs';
import { takeSwitches } from './setup/script-options.mjs';
import { runScript } from './setup/terminal.mjs';

const { switches, rest } = takeSwitches(process.argv.slice(2), ['verbose']);

await runScript(async () => {
  await preparePackages(switches);
  await step('build', () => ensureBuild({ env: process.env, verbose: switches.verbose }), String);
  const child = spawn(process.execPath, [inProject('out', 'main', 'gateway-cli.js'), ...rest], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  forwardSignalsTo(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 0));
  });
});
