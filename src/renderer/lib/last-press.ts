/** A press that is older than this did not cause what happens now, ms. */
const maxAgeMs = 1_000;

/** Remembers when a key or button was pressed last. */
export interface PressClock {
  /** @param timeStamp of the event, ms since the page began */
  note(timeStamp: number): void;
  /** The last press as UTC ms, or undefined when it is too long ago. @param nowStamp ms since the page began */
  latest(nowStamp: number): number | undefined;
}

/** @param timeOrigin when the page began, UTC ms */
export function createPressClock(timeOrigin: number): PressClock {
  let last: number | null = null;
  return {
    note(timeStamp) {
      last = timeStamp;
    },
    latest: (nowStamp) =>
      last === null || nowStamp < last || nowStamp - last > maxAgeMs ? undefined : timeOrigin + last,
  };
}

const clock = createPressClock(performance.timeOrigin);

// The system stamps these events when the key goes down or the button comes up, before any of our code runs.
if (typeof window !== 'undefined')
  for (const type of ['keydown', 'click'] as const)
    window.addEventListener(type, (event) => clock.note(event.timeStamp), { capture: true, passive: true });

/** When the key or button was pressed that causes what happens now, UTC ms; undefined when none did. */
export function lastPressMs(): number | undefined {
  return clock.latest(performance.now());
}
