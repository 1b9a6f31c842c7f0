import { SetupError } from '../setup/setup-error.mjs';

/**
 * What a long run of random histories is to do.
 * @typedef {object} SoakOptions
 * @property {number} seed of the first round; each later round has the next one
 * @property {number | null} minutes how long to go on, or null
 * @property {number | null} runs how many histories at least, or null
 */

const usage = `npm run test:soak -- [--minutes N | --runs N] [--seed S]

  --minutes N  go on for so long (10 unless given)
  --runs N     play so many histories at least, however long it takes
  --seed S     seed of the first round; printed at every start and with what fails`;

/**
 * @param {readonly string[]} given as in `process.argv.slice(2)`
 * @param {number} freshSeed the seed when none is given
 * @returns {SoakOptions}
 */
export function soakOptions(given, freshSeed) {
  /** @type {Map<string, number>} */
  const values = new Map();
  for (let index = 0; index < given.length; index += 2) {
    const name = given[index] ?? '';
    const value = Number(given[index + 1] ?? Number.NaN);
    if (!['--minutes', '--runs', '--seed'].includes(name))
      throw new SetupError(`${name} is not known.\n\n${usage}`);
    const fits =
      name === '--minutes' ? value > 0 && Number.isFinite(value) : Number.isInteger(value) && value >= 0;
    if (!fits || given[index + 1] === '') throw new SetupError(`${name} needs a number.\n\n${usage}`);
    values.set(name, value);
  }
  const runs = values.get('--runs') ?? null;
  const minutes = values.get('--minutes') ?? (runs === null ? 10 : null);
  if (runs !== null && minutes !== null)
    throw new SetupError(`--minutes and --runs do not go together.\n\n${usage}`);
  return { seed: values.get('--seed') ?? freshSeed, minutes, runs };
}
