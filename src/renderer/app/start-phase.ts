import { create } from 'zustand';

/**
 * How far the start has come. `starting`: only what the first screen needs is loaded. `usable`: the shell is painted
 * and takes input, the chart follows. `settled`: the page had time to spare, the dialogs are loaded before anybody asks
 * for them.
 */
export type StartPhase = 'starting' | 'usable' | 'settled';

interface StartPhaseStore {
  readonly phase: StartPhase;
}

/** The parts of the window that are not on the first screen wait for it. */
export const useStartPhase = create<StartPhaseStore>()(() => ({ phase: 'starting' }));
