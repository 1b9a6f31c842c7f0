/**
 * Takes the options of a script out of its arguments. Everything else is for the program that the script starts.
 * @template {string} Name
 * @param {readonly string[]} given as in `process.argv.slice(2)`
 * @param {readonly Name[]} own the script's switches, without the leading dashes
 * @returns {{ switches: Record<Name, boolean>, rest: string[] }}
 */
export function takeSwitches(given, own) {
  const switches = /** @type {Record<Name, boolean>} */ (
    Object.fromEntries(own.map((name) => [name, false]))
  );
  /** @type {string[]} */
  const rest = [];
  for (const argument of given) {
    const name = own.find((candidate) => argument === `--${candidate}`);
    if (name === undefined) rest.push(argument);
    else switches[name] = true;
  }
  return { switches, rest };
}

/**
 * Whether a continuous integration service runs us, by the variable that all of them set.
 * @param {NodeJS.ProcessEnv} environment
 */
export function isContinuousIntegration(environment = process.env) {
  const value = environment['CI'];
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
