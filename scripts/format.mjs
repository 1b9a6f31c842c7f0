// npm run format: writes every file in the project's format.
import { run } from './setup/child-process.mjs';
import { preparePackages } from './setup/prepare.mjs';
import { projectRoot, toolPath } from './setup/project.mjs';
import { takeSwitches } from './setup/script-options.mjs';
import { runScript } from './setup/terminal.mjs';

const { switches, rest } = takeSwitches(process.argv.slice(2), ['verbose']);

await runScript(async () => {
  await preparePackages(switches);
  const paths = rest.length > 0 ? rest : ['.'];
  const result = await run(process.execPath, [toolPath('biome'), 'format', '--write', ...paths], {
    cwd: projectRoot,
    output: 'inherit',
  });
  return result.code;
});
