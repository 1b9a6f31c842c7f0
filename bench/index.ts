import { cachedBars } from './cached-bars/measure-cached-bars';
import { coldStart } from './cold-start/measure-cold-start';
import { frameRate } from './frame-rate/measure-frame-rate';
import type { Measurement, MeasurementRow } from './measurement';
import { orderLatency } from './order-latency/measure-order-latency';
import { buildPages } from './pages';
import { resultTable } from './result-table';
import { resynchronisation } from './resynchronisation/measure-resynchronisation';
import { simulatorTicks } from './simulator-ticks/measure-simulator-ticks';
import { tickStream } from './tick-stream/measure-tick-stream';

const measurements: readonly Measurement[] = [
  tickStream,
  orderLatency,
  cachedBars,
  coldStart,
  frameRate,
  simulatorTicks,
  resynchronisation,
];

async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((id) => !measurements.some((measurement) => measurement.id === id));
  if (unknown.length > 0) {
    const ids = measurements.map(({ id }) => id).join(', ');
    process.stderr.write(`There is no measurement ${unknown.join(', ')}. There are: ${ids}.\n`);
    return 2;
  }
  await buildPages();
  const chosen = wanted.length === 0 ? measurements : measurements.filter(({ id }) => wanted.includes(id));
  const rows: MeasurementRow[] = [];
  let failed = 0;
  for (const measurement of chosen) {
    const startedMs = performance.now();
    process.stdout.write(`  measuring  ${measurement.title} …`);
    try {
      rows.push(await measurement.run());
      process.stdout.write(` ${((performance.now() - startedMs) / 1_000).toFixed(0)} s\n`);
    } catch (error) {
      failed += 1;
      process.stdout.write(
        ` could not be measured:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    }
  }
  process.stdout.write(`\n${resultTable(rows)}\n`);
  for (const { name, notes } of rows) {
    process.stdout.write(`\n${name}\n`);
    for (const note of notes) process.stdout.write(`  ${note}\n`);
  }
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2).filter((argument) => argument !== '--'));
