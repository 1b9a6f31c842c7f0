/** Something the set-up cannot mend by itself. The message says what to do, in words for the person at the terminal. */
export class SetupError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'SetupError';
  }
}
