import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { fileStamp } from '../file-stamp';

/** How many copies of each sort are kept. */
export const keptCopies = 3;

export type FileName = 'history' | 'journal';

/** A copy of a data file; `madeMs` is read from its name. */
export interface FileCopy {
  readonly path: string;
  readonly madeMs: number;
}

function momentOfStamp(stamp: string): number {
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/, '$1-$2-$3T$4:$5:$6.$7Z');
  return Date.parse(iso);
}

/** The folder of the copies. */
export function copiesDirectory(directory: string): string {
  return path.join(directory, 'copies');
}

/** Every copy of a file, of both sorts (the periodic ones and those from before a migration), the newest first. */
export function listCopies(directory: string, file: FileName): readonly FileCopy[] {
  return [
    ...copiesOfSort(directory, file, 'periodic'),
    ...copiesOfSort(directory, file, 'migration'),
  ].toSorted((left, right) => right.madeMs - left.madeMs);
}

/** Copies a file that is in use, without holding up its writers. A crash leaves no half copy under a copy's name. */
export async function copyWhileOpen(
  database: Database,
  directory: string,
  file: FileName,
  nowMs: number,
): Promise<void> {
  const target = prepareTarget(directory, `${file}-${fileStamp(nowMs)}.db`);
  await database.backup(`${target}.partial`);
  settle(target);
  prune(directory, file, 'periodic');
}

/** Copies a file that is closed and has no write-ahead log any more. */
export function copyClosed(source: string, directory: string, file: FileName, nowMs: number): void {
  const target = prepareTarget(directory, `${file}-${fileStamp(nowMs)}.db`);
  fs.copyFileSync(source, `${target}.partial`);
  settle(target);
  prune(directory, file, 'periodic');
}

/** Copies a file before a migration changes it; returns when the copy is on the disk. */
export function copyBeforeMigration(
  database: Database,
  directory: string,
  file: FileName,
  targetVersion: number,
  nowMs: number,
): void {
  const target = prepareTarget(directory, `${file}-before-v${String(targetVersion)}-${fileStamp(nowMs)}.db`);
  fs.rmSync(`${target}.partial`, { force: true });
  database.prepare('VACUUM INTO ?').run(`${target}.partial`);
  settle(target);
  prune(directory, file, 'migration');
}

/** Puts a copy in the place of a file that is gone. */
export function restoreCopy(copy: FileCopy, target: string): void {
  const partial = `${target}.partial`;
  fs.copyFileSync(copy.path, partial);
  settle(target);
}

/** Makes the content of `<target>.partial` durable and gives it its name. */
function settle(target: string): void {
  const handle = fs.openSync(`${target}.partial`, 'r+');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(`${target}.partial`, target);
}

function prepareTarget(directory: string, name: string): string {
  const folder = copiesDirectory(directory);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return path.join(folder, name);
}

function copiesOfSort(
  directory: string,
  file: FileName,
  sort: 'periodic' | 'migration',
): readonly FileCopy[] {
  const folder = copiesDirectory(directory);
  const pattern =
    sort === 'periodic' ? `^${file}-(\\d{8}T\\d{9}Z)\\.db$` : `^${file}-before-v\\d+-(\\d{8}T\\d{9}Z)\\.db$`;
  const matcher = new RegExp(pattern);
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return names
    .flatMap((name) => {
      const stamp = matcher.exec(name)?.[1];
      return stamp === undefined ? [] : [{ path: path.join(folder, name), madeMs: momentOfStamp(stamp) }];
    })
    .toSorted((left, right) => right.madeMs - left.madeMs);
}

function prune(directory: string, file: FileName, sort: 'periodic' | 'migration'): void {
  for (const copy of copiesOfSort(directory, file, sort).slice(keptCopies))
    fs.rmSync(copy.path, { force: true });
}
