import { describe, expect, it } from 'vitest';
import type { MessageLog } from '../broker/port';
import { exportMessages } from './message-export';
import { exportTarget } from './testing/export-target';

/** A log of so many messages. */
function logOf(count: number): MessageLog {
  return {
    read: () => ({ messages: [], kept: count, dropped: 0 }),
    *exportJsonLines() {
      for (let sequence = 1; sequence <= count; sequence += 1) yield JSON.stringify({ sequence });
    },
  };
}

describe('the export of the messages', () => {
  it('writes one JSON object a line into the chosen file, whose name says what it is', async () => {
    const { deps, written, state } = exportTarget();
    expect(await exportMessages(logOf(450), deps)).toEqual({
      ok: true,
      value: { path: '/chosen', messages: 450 },
    });
    const lines = written.join('').split('\n');
    expect(lines).toHaveLength(451);
    expect(JSON.parse(lines[449] ?? '')).toEqual({ sequence: 450 });
    expect(state).toEqual({ closed: true, suggested: 'tradewind-messages-2026-10-05.jsonl' });
  });

  it('writes nothing when the trader changes their mind', async () => {
    const { deps, written } = exportTarget({ chooseFile: () => Promise.resolve(null) });
    expect(await exportMessages(logOf(3), deps)).toEqual({ ok: true, value: { path: null, messages: 0 } });
    expect(written).toEqual([]);
  });

  it('says so when the disk refuses, and closes the file', async () => {
    const state = { closed: false };
    const { deps } = exportTarget({
      openFile: () =>
        Promise.resolve({
          write: () => Promise.reject(new Error('ENOSPC')),
          close: () => {
            state.closed = true;
            return Promise.resolve();
          },
        }),
    });
    expect(await exportMessages(logOf(3), deps)).toMatchObject({ ok: false, error: { code: 'storage' } });
    expect(state.closed).toBe(true);
    expect(
      await exportMessages(logOf(3), { ...deps, openFile: () => Promise.reject(new Error('EACCES')) }),
    ).toMatchObject({ ok: false });
  });
});
