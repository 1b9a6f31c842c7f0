import { describe, expect, it } from 'vitest';
import { needsOwnDisplay } from './display.mjs';

describe('a display of our own', () => {
  it('is needed on Linux without X11 and Wayland', () => {
    expect(needsOwnDisplay('linux', {})).toBe(true);
    expect(needsOwnDisplay('linux', { DISPLAY: '' })).toBe(true);
    expect(needsOwnDisplay('linux', { DISPLAY: ':0' })).toBe(false);
    expect(needsOwnDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(false);
  });

  it('is never needed elsewhere', () => {
    expect(needsOwnDisplay('darwin', {})).toBe(false);
    expect(needsOwnDisplay('win32', {})).toBe(false);
  });
});
