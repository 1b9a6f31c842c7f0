// npm run dev: the app with hot reload (electron-vite dev). What follows `--` goes to the app.
import { spawn } from 'node:child_process';
import { forgetBuild } from './setup/build.mjs';
import { forwardSignalsTo } from './setup/child-process.mjs';
import { needsOwnDisplay, openDisplay } from './setup/display.mjs';
import { runtimeEnvironment } from './setup/electron-runtime.mjs';
import { prepareElectron } from './setup/prepare.mjs';
import { projectRoot, toolPath } from './setup/project.mjs';
import { isLinuxRoot, requireSandbox } from './setup/sandbox.mjs';
import { takeSwitches } from './setup/script-options.mjs';
import { runScript, say } from './setup/terminal.mjs';

const { switches, rest } = takeSwitches(process.argv.slice(2), ['verbose']);

await runScript(async () => {
  const headless = needsOwnDisplay(process.platform, process.env);
  const runtime = await prepareElectron({ verbose: switches.verbose, programs: headless ? ['Xvfb'] : [] });
  await requireSandbox(runtime);
  // The development build goes to the same folder as the other one.
  forgetBuild();
  const sandboxArguments = isLinuxRoot() ? ['--noSandbox'] : [];
  if (isLinuxRoot()) say('  Running as root: Chromium has no sandbox for root, so it is off.');
  const display = await openDisplay();
  try {
    const child = spawn(
      process.execPath,
      [
        toolPath('electron-vite'),
        'dev',
        '--watch',
        ...sandboxArguments,
        ...(rest.length > 0 ? ['--', ...rest] : []),
      ],
      { cwd: projectRoot, env: { ...runtimeEnvironment(runtime), ...display.environment }, stdio: 'inherit' },
    );
    forwardSignalsTo(child);
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
  } finally {
    await display.stop();
  }
});
