import { describe, expect, it } from 'vitest';
import { isSupportedNode, requireSupportedNode } from './node-version.mjs';

describe('the Node version', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0', '100.0.0'])('accepts %s', (version) => {
    expect(isSupportedNode(version)).toBe(true);
  });

  it.each(['20.18.9', '18.20.0', '4.0.0'])('refuses %s and says what to install', (version) => {
    expect(isSupportedNode(version)).toBe(false);
    expect(() => requireSupportedNode(version)).toThrow(
      `needs Node 20.19 or newer, and this is Node ${version}`,
    );
  });
});
