const inNewYork = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The day of the account at a moment (UTC ms), `2026-10-05`: it changes at midnight in New York. */
export function accountDay(atMs: number): string {
  return inNewYork.format(atMs);
}
