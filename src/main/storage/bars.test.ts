import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { barColumnNames } from '../../shared/domain/bar';
import type { Storage } from './storage';
import {
  exampleBarMs,
  exampleBars,
  exampleSeries,
  openStorage,
  temporaryDirectory,
} from './testing/storage-fixture';

function put(
  storage: Storage,
  from: number,
  to: number,
  close?: number,
  series = exampleSeries,
): Promise<void> {
  const coverage = { startMs: from * exampleBarMs, endMs: to * exampleBarMs };
  return storage.putBars(series, exampleBars(from, to, close), coverage);
}

/** Overwrites the part of a file after the first `fraction` of it. */
function damageFrom(file: string, fraction: number): void {
  const content = fs.readFileSync(file);
  content.fill(0xa5, Math.floor(content.length * fraction));
  fs.writeFileSync(file, content);
}

const newest = { endMs: Number.MAX_SAFE_INTEGER / 2, limit: 10_000 };

describe('cached bars', () => {
  it('come back as they were put, every column, also after a restart', async () => {
    const directory = temporaryDirectory();
    const first = await openStorage(directory);
    await put(first.storage, 0, 1_000);
    await first.storage.stop();
    const { storage, report } = await openStorage(directory);
    expect(report.history.state).toBe('opened');
    const bars = await storage.readBars(exampleSeries, newest);
    const expected = exampleBars(0, 1_000);
    for (const name of barColumnNames) expect(bars[name]).toEqual(expected[name]);
  });

  it('are replaced where two puts overlap, and kept elsewhere', async () => {
    const { storage } = await openStorage(temporaryDirectory());
    await put(storage, 100, 900, 1);
    await put(storage, 500, 1_200, 2);
    await put(storage, 0, 120, 3);
    const bars = await storage.readBars(exampleSeries, newest);
    expect(bars.timeMs).toEqual(exampleBars(0, 1_200).timeMs);
    const expectedClose = Float64Array.from({ length: 1_200 }, (_, index) =>
      index < 120 ? 3 : index < 500 ? 1 : 2,
    );
    expect(bars.close).toEqual(expectedClose);
  });

  it('are put between others in the order of their time', async () => {
    const { storage } = await openStorage(temporaryDirectory());
    await put(storage, 0, 10, 1);
    await put(storage, 20, 30, 1);
    await put(storage, 12, 18, 2);
    const bars = await storage.readBars(exampleSeries, newest);
    const numbers = [...bars.timeMs].map((timeMs) => timeMs / exampleBarMs);
    expect(numbers).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
    ]);
  });

  it('are read backwards from a moment, which itself is not included', async () => {
    const { storage } = await openStorage(temporaryDirectory());
    await put(storage, 0, 2_000);
    const bars = await storage.readBars(exampleSeries, { endMs: 1_500 * exampleBarMs, limit: 600 });
    expect(bars.timeMs).toEqual(exampleBars(900, 1_500).timeMs);
    const between = await storage.readBars(exampleSeries, { endMs: 1_500 * exampleBarMs + 1, limit: 1 });
    expect([...between.timeMs]).toEqual([1_500 * exampleBarMs]);
    const before = await storage.readBars(exampleSeries, { endMs: 0, limit: 5 });
    expect(before.timeMs).toHaveLength(0);
  });

  it('of different profiles, sources and hours never mix', async () => {
    const { storage } = await openStorage(temporaryDirectory());
    await put(storage, 0, 5);
    for (const other of [
      { ...exampleSeries, profile: 'live' as const },
      { ...exampleSeries, source: 'seed-2' },
      { ...exampleSeries, regularHoursOnly: false },
      { ...exampleSeries, conId: 1 },
    ]) {
      expect((await storage.readBars(other, newest)).timeMs).toHaveLength(0);
      expect(await storage.readCoverage(other)).toEqual([]);
    }
  });

  it('remember which spans of time are known, also where there were no bars', async () => {
    const directory = temporaryDirectory();
    const first = await openStorage(directory);
    await put(first.storage, 0, 10);
    await first.storage.putBars(exampleSeries, exampleBars(0, 0), {
      startMs: 20 * exampleBarMs,
      endMs: 30 * exampleBarMs,
    });
    await put(first.storage, 10, 12);
    await first.storage.stop();
    const { storage } = await openStorage(directory);
    expect(await storage.readCoverage(exampleSeries)).toEqual([
      { startMs: 0, endMs: 12 * exampleBarMs },
      { startMs: 20 * exampleBarMs, endMs: 30 * exampleBarMs },
    ]);
  });

  it('before 1970 and of whole months are kept as well', async () => {
    const { storage } = await openStorage(temporaryDirectory());
    const series = { ...exampleSeries, barSize: '1 month' as const };
    const columns = exampleBars(-3, 3);
    await storage.putBars(series, columns, { startMs: -3 * exampleBarMs, endMs: 3 * exampleBarMs });
    expect((await storage.readBars(series, newest)).timeMs).toEqual(columns.timeMs);
  });

  it('that are out of order, uneven or not finite are refused and change nothing', async () => {
    const { storage } = await openStorage(temporaryDirectory());
    await put(storage, 0, 5);
    const coverage = { startMs: 0, endMs: exampleBarMs };
    const good = exampleBars(0, 3, 7);
    const bad = [
      { ...good, timeMs: good.timeMs.toReversed() },
      { ...good, wap: new Float64Array(2) },
      { ...good, low: Float64Array.of(1, Number.NaN, 2) },
      exampleBars(0, 10_001),
    ];
    for (const columns of bad) {
      await expect(storage.putBars(exampleSeries, columns, coverage)).rejects.toMatchObject({
        kind: 'invalid',
      });
    }
    expect((await storage.readBars(exampleSeries, newest)).close).toEqual(exampleBars(0, 5).close);
  });

  it('of the series that was not used for the longest time make room for new ones', async () => {
    const { storage } = await openStorage(temporaryDirectory(), { maximumBars: 1_000 });
    const other = { ...exampleSeries, conId: 1 };
    await put(storage, 0, 600, 1, other);
    await put(storage, 0, 600);
    expect((await storage.readBars(other, newest)).timeMs).toHaveLength(0);
    expect(await storage.readCoverage(other)).toEqual([]);
    expect((await storage.readBars(exampleSeries, newest)).timeMs).toHaveLength(600);
  });

  it('of a single large series lose their oldest part together with its coverage', async () => {
    const { storage } = await openStorage(temporaryDirectory(), { maximumBars: 1_000 });
    await put(storage, 0, 900);
    await put(storage, 900, 1_300);
    const bars = await storage.readBars(exampleSeries, newest);
    expect(bars.timeMs.length).toBeLessThanOrEqual(1_000);
    expect(bars.timeMs.at(-1)).toBe(1_299 * exampleBarMs);
    const coverage = await storage.readCoverage(exampleSeries);
    expect(coverage).toEqual([{ startMs: bars.timeMs[0], endMs: 1_300 * exampleBarMs }]);
  });

  it('survive damage to their file while the app runs: it is set aside and begun anew', async () => {
    const directory = temporaryDirectory();
    const first = await openStorage(directory);
    await put(first.storage, 0, 5_000);
    await first.storage.stop();
    damageFrom(path.join(directory, 'history.db'), 0.5);

    const { storage } = await openStorage(directory);
    const reopened: unknown[] = [];
    storage.onReopened((name, report) => reopened.push({ name, state: report.state }));
    const bars = await storage.readBars(exampleSeries, newest);
    expect(bars.timeMs).toHaveLength(0);
    expect(reopened).toEqual([{ name: 'history', state: 'rebuilt' }]);
    expect(fs.readdirSync(directory).some((name) => name.startsWith('history.db.damaged-'))).toBe(true);
    await put(storage, 0, 10);
    expect((await storage.readBars(exampleSeries, newest)).timeMs).toHaveLength(10);
  });

  it('survive damage that shows when their file is opened', async () => {
    const directory = temporaryDirectory();
    const first = await openStorage(directory);
    await put(first.storage, 0, 5_000);
    await first.storage.stop();
    damageFrom(path.join(directory, 'history.db'), 0.05);
    const { storage, report } = await openStorage(directory);
    expect(report.history).toMatchObject({
      state: 'rebuilt',
      setAside: expect.stringContaining('history.db.damaged-'),
    });
    await put(storage, 0, 10);
    expect((await storage.readBars(exampleSeries, newest)).timeMs).toHaveLength(10);
  });
});
