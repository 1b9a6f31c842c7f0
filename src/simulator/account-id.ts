/** Paper accounts begin with DU, those of a financial advisor with DF, live ones with U. */
const PAPER = /^D[UF]\d{6,8}$/;
const LIVE = /^U\d{6,8}$/;

/**
 * What is wrong with an account id for a simulated gateway, as a sentence; null when nothing is. A live-looking id is
 * for the gateway that is started by hand, to test how a client tells the two apart; the simulator inside the app takes
 * paper ids alone.
 */
export function accountIdProblem(id: string): string | null {
  if (PAPER.test(id) || LIVE.test(id)) return null;
  return `The account id must be DU, DF or U and six to eight digits, for example DU1234567 or U1234567, not "${id.slice(0, 40)}".`;
}

/** True when an id is that of a paper account. */
export function isPaperAccountId(id: string): boolean {
  return PAPER.test(id);
}
