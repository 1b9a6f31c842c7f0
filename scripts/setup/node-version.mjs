import { SetupError } from './setup-error.mjs';

/** The oldest Node the tooling runs on. */
export const oldestNode = Object.freeze({ major: 20, minor: 19 });

/**
 * Whether a Node version, as in `process.versions.node`, is new enough for the tooling.
 * @param {string} version
 */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor);
}

/**
 * @param {string} version
 * @throws {SetupError} when this Node is too old
 */
export function requireSupportedNode(version = process.versions.node) {
  if (isSupportedNode(version)) return;
  throw new SetupError(
    `Tradewind needs Node ${oldestNode.major}.${oldestNode.minor} or newer, and this is Node ${version}.\n` +
      'Install a current Node from https://nodejs.org and run the command again.',
  );
}
