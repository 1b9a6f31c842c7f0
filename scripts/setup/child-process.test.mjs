import { describe, expect, it } from 'vitest';
import { run } from './child-process.mjs';

/** @param {string} source @param {import('./child-process.mjs').RunOptions} [options] */
const runNode = (source, options) => run(process.execPath, ['-e', source], options);

describe('a child', () => {
  it('gives its exit code and what it printed on both streams', async () => {
    const result = await runNode('console.log("out"); console.error("err"); process.exitCode = 3;');
    expect(result).toMatchObject({ code: 3, timedOut: false, startError: undefined });
    expect(result.output).toContain('out\n');
    expect(result.output).toContain('err\n');
  });

  it('that cannot be started is told apart from one that failed', async () => {
    const result = await run('no-such-program-anywhere', []);
    expect(result.code).toBe(127);
    expect(result.startError).toContain('ENOENT');
  });

  it('that is given up ends, and what it started ends with it', async () => {
    const stop = new AbortController();
    // The grandchild holds the output open: the result comes only when it has ended as well.
    const source =
      'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000); console.log(1)"], { stdio: "inherit" })';
    const result = await runNode(source, { abort: stop.signal, onOutput: () => stop.abort() });
    expect(result.timedOut).toBe(true);
    expect(result.code).not.toBe(0);
  });
});
