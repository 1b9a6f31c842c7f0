import { useCallback, useEffect, useState } from 'react';
import type { GatewayMessage } from '../../../shared/ipc/diagnostics-schemas';
import { request } from '../../lib/ipc-client';
import {
  isFullPage,
  type MessageFilter,
  MOST_SHOWN,
  queryOf,
  withEarlier,
  withNewest,
} from './message-query';

/** Pause between two looks at the log while the dialog is open, ms. */
const LOOK_EVERY_MS = 1_000;

/** What the dialog shows. */
export interface ShownMessages {
  /** Newest first; null before the first answer. */
  readonly messages: readonly GatewayMessage[] | null;
  readonly kept: number;
  readonly dropped: number;
  readonly problem: string | null;
  /** True when earlier messages may be asked for. */
  readonly hasEarlier: boolean;
}

const nothing: ShownMessages = { messages: null, kept: 0, dropped: 0, problem: null, hasEarlier: false };

/** Follows the log of messages while `active`; another filter begins anew. */
export function useMessages(
  active: boolean,
  filter: MessageFilter,
): { readonly shown: ShownMessages; readonly loadEarlier: () => void } {
  // What was found with another filter is not shown.
  const [found, setFound] = useState({ filter, shown: nothing });
  const shown = found.filter === filter ? found.shown : nothing;

  useEffect(() => {
    if (!active) return undefined;
    let ended = false;
    let timer = 0;
    const look = async () => {
      const answer = await request('diagnostics.messages', queryOf(filter, null));
      if (ended) return;
      setFound((last) => {
        const before = last.filter === filter ? last.shown : nothing;
        if (!answer.ok) return { filter, shown: { ...before, problem: answer.error.text } };
        const { messages: page, kept, dropped } = answer.value;
        const messages = before.messages === null ? page : withNewest(before.messages, page);
        const hasEarlier =
          before.messages === null || messages === page ? isFullPage(page) : before.hasEarlier;
        return { filter, shown: { messages, kept, dropped, problem: null, hasEarlier } };
      });
      timer = window.setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    void look();
    return () => {
      ended = true;
      window.clearTimeout(timer);
    };
  }, [active, filter]);

  const last = shown.messages?.at(-1)?.sequence;
  const loadEarlier = useCallback(() => {
    if (last === undefined) return;
    void request('diagnostics.messages', queryOf(filter, last)).then((answer) => {
      if (!answer.ok) return;
      const page = answer.value.messages;
      setFound((before) => {
        // Another filter, or a list that began anew, has another end.
        const { messages: above } = before.shown;
        if (before.filter !== filter || above?.at(-1)?.sequence !== last) return before;
        const messages = withEarlier(above, page);
        const hasEarlier = isFullPage(page) && messages.length < MOST_SHOWN;
        return { filter, shown: { ...before.shown, messages, hasEarlier } };
      });
    });
  }, [filter, last]);

  return { shown, loadEarlier };
}
