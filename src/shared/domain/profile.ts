/** The three ways to run: each has its own connection, its own pinned account and its own look. */
export const profiles = ['simulator', 'paper', 'live'] as const;
export type Profile = (typeof profiles)[number];

/** The word that is shown for a profile. */
export const profileWord: Readonly<Record<Profile, string>> = {
  simulator: 'SIMULATOR',
  paper: 'PAPER',
  live: 'LIVE',
};

/**
 * Tells whether an account id is one of a paper account. Source: ids of paper accounts start with `DU` (or `DF` for an
 * advisor); the port proves nothing.
 */
export function isPaperAccount(accountId: string): boolean {
  return /^D[UF]\d+$/.test(accountId);
}
