/** Account ids of Interactive Brokers: letters of the kind of account, then digits. */
const accountLike = /(?<![A-Za-z0-9])(?:DU|DF|DI|U|F|I)[A-Z]?\d{4,}(?![A-Za-z0-9])/g;

/** Hides account ids: the first two characters stay. */
export type AccountMask = (text: string) => string;

/** A mask for these account ids, wherever they stand in a text, and for everything that looks like one. */
export function accountMask(accountIds: Iterable<string>): AccountMask {
  // The longest first, so that an id that begins with another is hidden whole.
  const known = [...new Set(accountIds)]
    .filter((accountId) => accountId.length > 2)
    .sort((one, other) => other.length - one.length);
  return (text) => {
    if (text.length < 3) return text;
    let masked = text;
    for (const accountId of known) {
      if (masked.includes(accountId)) masked = masked.replaceAll(accountId, hidden(accountId));
    }
    return masked.replace(accountLike, hidden);
  };
}

function hidden(accountId: string): string {
  return `${accountId.slice(0, 2)}•••`;
}
