import { useCallback, useEffect, useState } from 'react';
import { request } from '../../lib/ipc-client';
import {
  type JournalFilter,
  nothingShown,
  queryOf,
  type ShownJournal,
  withEarlier,
  withNewest,
} from './journal-query';

/** Pause between two looks at the journal while its tab is in front, ms. */
const LOOK_EVERY_MS = 2_000;

/** Follows the journal; another filter begins anew. Only what is shown is in memory, the rest stays on the disk. */
export function useJournal(filter: JournalFilter): {
  readonly shown: ShownJournal;
  readonly loadEarlier: () => void;
} {
  // What was found with another filter is not shown.
  const [found, setFound] = useState({ filter, shown: nothingShown });
  const shown = found.filter === filter ? found.shown : nothingShown;

  useEffect(() => {
    let ended = false;
    let timer = 0;
    let hasPage = false;
    const look = async () => {
      const answer = await request('journal.read', queryOf(filter, null, hasPage ? 'look' : 'page'));
      if (ended) return;
      const asked = hasPage;
      hasPage = answer.ok;
      setFound((last) => {
        const before = last.filter === filter && asked ? last.shown : nothingShown;
        if (!answer.ok) return { filter, shown: { ...before, problem: answer.error.text } };
        const next = withNewest(before, answer.value);
        if (next === null) hasPage = false;
        return next === null ? last : { filter, shown: next };
      });
      timer = window.setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    void look();
    return () => {
      ended = true;
      window.clearTimeout(timer);
    };
  }, [filter]);

  const { nextBeforeSeq } = shown;
  const loadEarlier = useCallback(() => {
    if (nextBeforeSeq === null) return;
    void request('journal.read', queryOf(filter, nextBeforeSeq)).then((answer) => {
      setFound((last) => {
        // Another filter, or a list that began anew, has another end.
        if (last.filter !== filter || last.shown.nextBeforeSeq !== nextBeforeSeq) return last;
        return answer.ok
          ? { filter, shown: withEarlier(last.shown, answer.value) }
          : { filter, shown: { ...last.shown, problem: answer.error.text } };
      });
    });
  }, [filter, nextBeforeSeq]);

  return { shown, loadEarlier };
}
