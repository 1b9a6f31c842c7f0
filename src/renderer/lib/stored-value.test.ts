import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { readStored, type ValueStorage, writeStored } from './stored-value';

const schema = z.strictObject({ width: z.number().min(10) });

function storageWith(text: string | null): ValueStorage {
  return { getItem: () => text, setItem: () => undefined };
}

describe('a stored value', () => {
  it('comes back as it was written', () => {
    const kept = new Map<string, string>();
    const storage: ValueStorage = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
    };
    writeStored(storage, 'a', { width: 12 });
    expect(readStored(storage, 'a', schema)).toEqual({ width: 12 });
  });

  it.each([null, '', '{', '{"width":1}', '{"width":12,"more":1}', '[]', `"${'x'.repeat(20_000)}"`])(
    'that reads %s counts as absent',
    (text) => {
      expect(readStored(storageWith(text), 'a', schema)).toBeNull();
    },
  );

  it('that cannot be kept is reported and nothing else', () => {
    const reportError = vi.fn();
    vi.stubGlobal('reportError', reportError);
    const full: ValueStorage = {
      getItem: () => null,
      setItem: () => {
        throw new Error('the quota has been exceeded');
      },
    };
    writeStored(full, 'a', 1);
    expect(reportError).toHaveBeenCalledOnce();
    vi.unstubAllGlobals();
  });
});
