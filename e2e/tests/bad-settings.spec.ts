import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectReady } from '../window/connection';
import { expect, test } from '../terminal-test';

const unusable = [
  ['is cut off', '{"profile": "paper", "paper": {'],
  ['holds another profile than there are', '{"profile": "casino"}'],
  ['is not text', '\x00\x01\x02\xff'],
] as const;

for (const [how, content] of unusable) {
  test(`a settings file that ${how} is set aside and named, and the defaults are used`, async ({
    dataDirectory,
    launch,
  }) => {
    writeFileSync(join(dataDirectory, 'settings.json'), content, 'latin1');
    const { window } = await launch();
    await expectReady(window);
    await expect(window).toHaveTitle(/SIMULATOR/);

    const warning = window.locator('[data-warning-id="settings"]');
    await expect(warning).toContainText('The settings could not be read. They were set aside as');
    await expect(warning).toContainText('the defaults are used');
    const setAside = readdirSync(dataDirectory).filter(
      (name) => /^settings\..*json/.test(name) && name !== 'settings.json',
    );
    expect(setAside).toHaveLength(1);
    await expect(warning).toContainText(setAside[0] ?? 'no file');
    expect(readFileSync(join(dataDirectory, setAside[0] ?? ''), 'latin1')).toBe(content);
  });
}
