import type { LatencySpan } from '../../../shared/ipc/journal-schemas';
import { MISSING } from '../../lib/format';

/** What each span is called, and what it covers. */
export const spanWords: Readonly<Record<LatencySpan, { readonly short: string; readonly long: string }>> = {
  pressedToReceived: { short: 'Key', long: 'From the key or click to the main process' },
  receivedToJudged: { short: 'Checks', long: 'Mode proof, instrument and risk gate' },
  judgedToJournaled: { short: 'Journal', long: 'Until the intent was synced to the disk' },
  journaledToWritten: { short: 'Socket', long: 'Until the operating system took the bytes' },
  writtenToAcknowledged: { short: 'IB', long: 'From the socket to IB’s first word on the order' },
  writtenToFirstFill: { short: 'First fill', long: 'From the socket to the first fill' },
  writtenToLastFill: { short: 'Last fill', long: 'From the socket to the last fill' },
  total: { short: 'Total', long: 'From the key or click to IB’s first word' },
};

/** Milliseconds with as many decimals as they deserve: `0.42`, `12.3`, `1,204`; a dash for what is not known. */
export function formatSpan(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms) || ms < 0) return MISSING;
  if (ms >= 100) return Math.round(ms).toLocaleString('en-US');
  return ms.toFixed(ms < 10 ? 2 : 1);
}
