import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/order-safety.md'), 'utf8');

/** `file` › title, up to the end of the line, of the cell, or to the next test of the cell. */
const named = Array.from(
  text.matchAll(/`([^`]+\.(?:test|spec)\.ts)` › (.+?)(?=<br>| \||\n)/g),
  ([, file = '', title = '']) => ({
    file: /^(?:src|e2e)\//.test(file) ? file : `src/main/trading/${file}`,
    title,
  }),
);

describe('docs/order-safety.md', () => {
  it('names a test for each rule', () => {
    const rows = text.split('\n').filter((line) => /^\| (?!rule |histories )/.test(line));
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => !/` › ./.test(row))).toEqual([]);
  });

  it('names files and tests that exist', () => {
    const missing = named.filter(({ file, title }) => {
      const path = join(root, file);
      return !existsSync(path) || !readFileSync(path, 'utf8').includes(title);
    });
    expect(missing).toEqual([]);
  });

  it('is read as it is meant: every arrow belongs to a test', () => {
    expect(named.length).toBe(text.split('` › ').length - 1);
  });
});
