import type { RequestInput, RequestName, RequestOutput } from '../../shared/ipc/requests';

type JournalNames = Extract<RequestName, `journal.${string}`> | 'order.latency';

const kinds = ['order-latency', 'fill', 'order-changed', 'order-sent', 'order-intent', 'risk-limit-changed'];

/** A journal of twelve entries, sound, with its key in the keychain. */
export function fakeJournal(
  nowMs: () => number,
  isEmpty: boolean,
): { readonly [N in JournalNames]: (input: RequestInput<N>) => RequestOutput<N> } {
  const key = {
    state: 'keychain',
    fingerprint: '8f1c20aa4be93d07',
    text: 'Entries are signed with a key that is kept in the keychain of this computer.',
  } as const;
  return {
    'journal.read': ({ beforeSeq }) => ({
      entries:
        isEmpty || beforeSeq !== null
          ? []
          : Array.from({ length: 12 }, (_, index) => ({
              seq: 412 - index,
              atMs: nowMs() - index * 61_000,
              kind: kinds[index % kinds.length] ?? 'fill',
              orderKey: '0b9f7a52-6f0e-4c59-8f6a-0d6d5c3f1a11',
              body: '{"accountId":"DU1234567","quantity":"100","side":"BUY","symbol":"AAPL"}',
              isCut: false,
              hash: 'a3'.repeat(32),
              keyFingerprint: key.fingerprint,
            })),
      nextBeforeSeq: null,
      total: isEmpty ? 0 : 412,
    }),
    'journal.verify': () => ({
      verdict: 'proven',
      entries: 412,
      text: 'All of the 412 entries are in order.',
      firstBad: null,
    }),
    'journal.export': () => ({ path: null, entries: 0 }),
    'journal.key': () => key,
    'journal.retryKey': () => key,
    'journal.startNewKey': () => key,
    'order.latency': () => ({ orders: [], summary: [] }),
  };
}
