import { afterEach, beforeEach } from 'vitest';
import { MONDAY_MORNING, Rig } from '../test-rig';
import type { TestClient } from './test-client';

/** A simulator of its own for each test of a file, on Monday morning, with one client. */
export interface TestScene {
  readonly rig: Rig;
  readonly client: TestClient;
}

/** Starts one before each test of the file that calls this, and stops it behind the test. */
export function sceneForEachTest(): TestScene {
  let running: TestScene | null = null;
  const current = (): TestScene => {
    if (running === null) throw new Error('no test is running');
    return running;
  };
  beforeEach(async () => {
    const rig = await Rig.start(MONDAY_MORNING);
    running = { rig, client: await rig.connect() };
  });
  afterEach(async () => {
    const { rig } = current();
    running = null;
    await rig.stop();
  });
  return {
    get rig() {
      return current().rig;
    },
    get client() {
      return current().client;
    },
  };
}
