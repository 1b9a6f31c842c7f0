import { type BarColumns, barColumnNames } from '../../../shared/domain/bar';
import { StorageError } from '../storage-error';

/** Bytes of one bar in a chunk: eight columns of 64-bit floats. */
export const bytesPerBar = barColumnNames.length * Float64Array.BYTES_PER_ELEMENT;

/** Columns with room for `length` bars. */
export function emptyColumns(length: number): BarColumns {
  return {
    timeMs: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
    wap: new Float64Array(length),
    count: new Float64Array(length),
  };
}

/** The bars [from, to) of columns, without copying. */
export function sliceColumns(columns: BarColumns, from: number, to: number): BarColumns {
  return {
    timeMs: columns.timeMs.subarray(from, to),
    open: columns.open.subarray(from, to),
    high: columns.high.subarray(from, to),
    low: columns.low.subarray(from, to),
    close: columns.close.subarray(from, to),
    volume: columns.volume.subarray(from, to),
    wap: columns.wap.subarray(from, to),
    count: columns.count.subarray(from, to),
  };
}

/** Columns as the bytes of a chunk: one column after the other, little-endian as every platform that Electron runs on. */
export function packColumns(columns: BarColumns): Buffer {
  const length = columns.timeMs.length;
  const packed = Buffer.alloc(length * bytesPerBar);
  barColumnNames.forEach((name, index) => {
    const { buffer, byteOffset, byteLength } = columns[name];
    packed.set(
      new Uint8Array(buffer, byteOffset, byteLength),
      index * length * Float64Array.BYTES_PER_ELEMENT,
    );
  });
  return packed;
}

/** Copies bars [from, to) of a packed chunk into columns, starting at `at`. */
export function unpackInto(
  target: BarColumns,
  at: number,
  packed: Uint8Array,
  from: number,
  to: number,
): void {
  const width = Float64Array.BYTES_PER_ELEMENT;
  const length = packed.byteLength / bytesPerBar;
  barColumnNames.forEach((name, index) => {
    const column = target[name];
    const start = index * length * width;
    new Uint8Array(column.buffer, column.byteOffset, column.byteLength).set(
      packed.subarray(start + from * width, start + to * width),
      at * width,
    );
  });
}

/** The columns of a whole packed chunk. */
export function unpackColumns(packed: Uint8Array): BarColumns {
  const length = packed.byteLength / bytesPerBar;
  const columns = emptyColumns(length);
  unpackInto(columns, 0, packed, 0, length);
  return columns;
}

/** Both sets of bars in ascending order; where both have a bar of the same time, the one of `newer` stands. */
export function mergeColumns(older: BarColumns, newer: BarColumns): BarColumns {
  const merged = emptyColumns(older.timeMs.length + newer.timeMs.length);
  let olderIndex = 0;
  let newerIndex = 0;
  let length = 0;
  while (olderIndex < older.timeMs.length || newerIndex < newer.timeMs.length) {
    const olderTime = older.timeMs[olderIndex] ?? Number.POSITIVE_INFINITY;
    const newerTime = newer.timeMs[newerIndex] ?? Number.POSITIVE_INFINITY;
    const source = newerTime <= olderTime ? newer : older;
    const index = newerTime <= olderTime ? newerIndex : olderIndex;
    for (const name of barColumnNames) merged[name][length] = source[name][index] ?? Number.NaN;
    if (olderTime <= newerTime) olderIndex += 1;
    if (newerTime <= olderTime) newerIndex += 1;
    length += 1;
  }
  return sliceColumns(merged, 0, length);
}

/** Refuses columns of unequal length, bars that are not in ascending order and values that are not finite. */
export function checkColumns(columns: BarColumns, maximumBars: number): void {
  const length = columns.timeMs.length;
  if (length > maximumBars)
    throw new StorageError('invalid', `more than ${String(maximumBars)} bars at once`);
  for (const name of barColumnNames) {
    const column = columns[name];
    if (column.length !== length) throw new StorageError('invalid', `column ${name} has another length`);
    if (!column.every((value) => Number.isFinite(value))) {
      throw new StorageError('invalid', `column ${name} holds a value that is not finite`);
    }
  }
  let previousMs = Number.NEGATIVE_INFINITY;
  for (const timeMs of columns.timeMs) {
    if (timeMs <= previousMs) throw new StorageError('invalid', 'bars are not in ascending order');
    previousMs = timeMs;
  }
}
