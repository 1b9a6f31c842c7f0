/** Zones as TWS writes them, and their IANA names where those differ. */
const ZONES: ReadonlyMap<string, string> = new Map([
  ['US/Eastern', 'America/New_York'],
  ['US/Central', 'America/Chicago'],
  ['MET', 'Europe/Berlin'],
  ['EET', 'Europe/Helsinki'],
  ['GB-Eire', 'Europe/London'],
]);

/** IANA name of a zone as TWS writes it; New York for a zone that is not known. */
export function ianaZone(timeZoneId: string): string {
  return ZONES.get(timeZoneId) ?? 'America/New_York';
}
