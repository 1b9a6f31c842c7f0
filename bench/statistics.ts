/**
 * The value below or at which `fraction` of the samples lie (nearest rank).
 * @param fraction above 0, at most 1.
 * @throws RangeError without samples.
 */
export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('no samples');
  return value;
}

/** The middle of the samples; of two middle ones the mean. */
export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('no samples');
  return (lower + upper) / 2;
}

/** Samples in short: `p50 1.2, p99 3.4, most 5.6 ms (100 samples)`. */
export function summary(samples: readonly number[], unit: string): string {
  const [middle, high, most] = [median(samples), percentile(samples, 0.99), percentile(samples, 1)].map(
    shortNumber,
  );
  return `p50 ${middle}, p99 ${high}, most ${most} ${unit} (${samples.length} samples)`;
}

/** A number with as many decimals as matter. */
export function shortNumber(value: number): string {
  const decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(decimals);
}
