// npm run bench: bundles bench/index.ts and runs it on Electron's Node. What follows `--` goes to it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensureBuild } from './setup/build.mjs';
import { forwardSignalsTo, run } from './setup/child-process.mjs';
import { needsOwnDisplay, openDisplay } from './setup/display.mjs';
import { electronAsNode, runtimeEnvironment } from './setup/electron-runtime.mjs';
import { prepareElectron, step } from './setup/prepare.mjs';
import { inProject, projectRoot, toolPath } from './setup/project.mjs';
import { isLinuxRoot, requireSandbox } from './setup/sandbox.mjs';
import { takeSwitches } from './setup/script-options.mjs';
import { SetupError } from './setup/setup-error.mjs';
import { runScript, say } from './setup/terminal.mjs';

const { switches, rest } = takeSwitches(process.argv.slice(2), ['verbose']);

/** @param {boolean} verbose */
async function bundleBenchmarks(verbose) {
  const entry = inProject('bench', 'index.ts');
  if (!existsSync(entry))
    throw new SetupError('bench/index.ts is missing. Restore it with: git checkout bench');
  const configuration = inProject('bench', 'vite.config.ts');
  const { code, output } = await run(
    process.execPath,
    [
      toolPath('vite'),
      'build',
      ...(existsSync(configuration) ? ['--config', configuration] : []),
      '--ssr',
      entry,
      '--outDir',
      inProject('out', 'bench'),
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
    { cwd: projectRoot, output: verbose ? 'inherit' : 'capture' },
  );
  if (code !== 0) throw new SetupError(`${output.trim()}\n\nThe benchmarks could not be bundled.`);
}

await runScript(async () => {
  const { verbose } = switches;
  const headless = needsOwnDisplay(process.platform, process.env);
  const runtime = await prepareElectron({ verbose, programs: headless ? ['Xvfb'] : [] });
  await requireSandbox(runtime);
  await step('build', () => ensureBuild({ env: runtimeEnvironment(runtime), verbose }), String);
  await step(
    'benchmarks',
    () => bundleBenchmarks(verbose),
    () => 'bundled',
  );
  if (isLinuxRoot())
    say('  Running as root: the windows are measured without Chromium’s sandbox (--no-sandbox).');
  const display = await openDisplay();
  try {
    const child = spawn(runtime.executable, [inProject('out', 'bench', 'index.js'), ...rest], {
      cwd: projectRoot,
      env: {
        ...electronAsNode(runtime),
        ...display.environment,
        ...(isLinuxRoot() ? { TRADEWIND_E2E_NO_SANDBOX: '1' } : {}),
      },
      stdio: 'inherit',
    });
    forwardSignalsTo(child);
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
  } finally {
    await display.stop();
  }
});
