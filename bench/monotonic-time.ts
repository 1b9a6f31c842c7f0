/** Milliseconds of a clock that all processes of this machine share. */
export function sharedMonotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
