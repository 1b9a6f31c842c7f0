// npm start: sees to everything, then opens the app. On a machine without a display it brings one and saves a screenshot.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { runApp } from './setup/app.mjs';
import { ensureBuild } from './setup/build.mjs';
import { needsOwnDisplay, openDisplay } from './setup/display.mjs';
import { runtimeEnvironment } from './setup/electron-runtime.mjs';
import { prepareElectron, step } from './setup/prepare.mjs';
import { inProject, projectRoot } from './setup/project.mjs';
import { isLinuxRoot, requireSandbox } from './setup/sandbox.mjs';
import { isContinuousIntegration, takeSwitches } from './setup/script-options.mjs';
import { runScript, say } from './setup/terminal.mjs';

/** How long the app may take to its screenshot when nobody waits for it at a screen. */
const screenshotLimitMs = 120_000;

const { switches, rest } = takeSwitches(process.argv.slice(2), ['verbose', 'exit-after-screenshot']);

await runScript(async () => {
  const { verbose } = switches;
  const headless = needsOwnDisplay(process.platform, process.env);
  const asksForHelp = rest.includes('--help') || rest.includes('-h');
  const opensNoWindow =
    asksForHelp || rest.some((option) => /^--(?:verify|export)-journal(?:=|$)/.test(option));
  const exitAfterScreenshot =
    !opensNoWindow && (switches['exit-after-screenshot'] || isContinuousIntegration());

  const runtime = await prepareElectron({ verbose, programs: headless ? ['Xvfb'] : [] });
  await requireSandbox(runtime);
  const environment = runtimeEnvironment(runtime);
  await step('build', () => ensureBuild({ env: environment, verbose }), String);

  const screenshot = inProject('out', 'screenshots', 'start.png');
  if (!opensNoWindow && (headless || exitAfterScreenshot)) {
    rmSync(screenshot, { force: true });
    mkdirSync(inProject('out', 'screenshots'), { recursive: true });
    environment['TRADEWIND_SCREENSHOT'] = screenshot;
  }
  if (exitAfterScreenshot) environment['TRADEWIND_EXIT_AFTER_SCREENSHOT'] = '1';

  const chromiumArguments = isLinuxRoot() ? ['--no-sandbox'] : [];
  if (isLinuxRoot()) {
    say(
      '  Running as root: Chromium has no sandbox for root, so it is off (--no-sandbox). An ordinary user has it on.',
    );
  }
  const display = await openDisplay();
  if (display.own)
    say(`  No display here: using a virtual one (Xvfb ${display.environment['DISPLAY'] ?? ''}).`);
  try {
    say(
      exitAfterScreenshot || opensNoWindow
        ? '  Starting Tradewind.'
        : '  Starting Tradewind. Ctrl-C ends it.',
    );
    const { code, timedOut } = await runApp({
      executable: runtime.executable,
      args: ['.', ...chromiumArguments, ...rest],
      env: { ...environment, ...display.environment },
      verbose,
      timeLimitMs: exitAfterScreenshot ? screenshotLimitMs : undefined,
      onScreenshot: (path) =>
        say(`  Tradewind is running. Screenshot of its window: ${relative(projectRoot, path)}`),
    });
    if (timedOut) {
      say(`The window was not usable within ${screenshotLimitMs / 1000} seconds, so there is no screenshot.`);
      return 1;
    }
    if (exitAfterScreenshot && code === 0 && !existsSync(screenshot)) {
      say('The app ended without saving a screenshot.');
      return 1;
    }
    return code;
  } finally {
    await display.stop();
  }
});
