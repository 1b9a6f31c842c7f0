import { describe, expect, it } from 'vitest';
import { isChromiumChatter, screenshotIn } from './app.mjs';

describe('what the app prints', () => {
  it('may report a screenshot', () => {
    expect(screenshotIn('screenshot: /tmp/a folder/start.png\r')).toBe('/tmp/a folder/start.png');
    expect(screenshotIn('a screenshot: /tmp/start.png')).toBeUndefined();
  });

  it('is chatter where Chromium misses a desktop session', () => {
    expect(
      isChromiumChatter(
        '[4996:1121/040051.789252:ERROR:dbus/bus.cc:405] Failed to connect to the bus: no such file',
      ),
    ).toBe(true);
  });

  it.each([
    '[4996:1121/040151.129681:FATAL:electron/shell/browser/electron_browser_main_parts.cc:524] Failed to shutdown.',
    '[12:1121/040151.129681:FATAL:dbus/bus.cc:405] the end',
    'Error: dbus/bus.cc',
  ])('is never hidden otherwise: %s', (line) => {
    expect(isChromiumChatter(line)).toBe(false);
  });
});
