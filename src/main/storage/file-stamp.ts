/** A moment (UTC ms) as it stands in file names: no colons, sortable as text. */
export function fileStamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/[-:.]/g, '');
}
