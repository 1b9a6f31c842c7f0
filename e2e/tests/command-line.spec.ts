import { PlainApp } from '../app/plain-app';
import { expectReady } from '../window/connection';
import { expect, test } from '../terminal-test';

test('the help text names every option', async ({ dataDirectory }) => {
  const app = PlainApp.start({ dataDirectory, options: ['--help'] });
  expect(await app.ended()).toBe(0);
  const own = ['--user-data-dir', '--gateway', '--client-id', '--profile'];
  for (const option of [...own, '--verify-journal', '--export-journal', '--format'])
    expect(app.printed()).toContain(option);
});

test('an option that cannot be is answered with a sentence', async ({ dataDirectory }) => {
  const app = PlainApp.start({ dataDirectory, options: ['--gateway', 'somewhere'] });
  expect(await app.ended()).toBe(2);
  expect(app.printed()).toContain('--gateway somewhere: write host:port, for example 127.0.0.1:4002.');
});

test('a second app with the same data says that the first one runs', async ({
  simulatorApp,
  dataDirectory,
}) => {
  await expectReady(simulatorApp.window);
  const second = PlainApp.start({ dataDirectory });
  expect(await second.ended()).toBe(3);
  expect(second.printed()).toContain('Tradewind already runs with this data folder.');
  await expectReady(simulatorApp.window);
});
