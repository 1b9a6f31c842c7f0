import type { OrderDraft } from '../../../shared/domain/order';
import type { Result } from '../../../shared/domain/result';
import type { RequestError } from '../../../shared/ipc/errors';
import type { RequestOutput } from '../../../shared/ipc/requests';

/** What an order would do to margin, by the gateway's word. */
export type WhatIf = RequestOutput<'order.whatIf'>;

/** What is known about the order in the ticket. */
export type PreviewState =
  | { readonly kind: 'none' }
  /** Waiting for the trader to stop typing, or for the answer. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'known'; readonly whatIf: WhatIf }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface PreviewPorts {
  ask(draft: OrderDraft): Promise<Result<WhatIf, RequestError>>;
  /** Runs after a while; the returned function forgets it. */
  later(run: () => void, delayMs: number): () => void;
}

/** How long a draft must stay as it is before the gateway is asked about it. */
export const previewDelayMs = 400;

/** Asks what an order would do, once the draft has settled; only the answer to the latest draft is shown. */
export interface WhatIfPreview {
  /** Takes the draft of the ticket; null when there is none to ask about. */
  show(draft: OrderDraft | null): void;
  stop(): void;
}

/** Starts a preview. */
export function createWhatIfPreview(
  ports: PreviewPorts,
  onState: (state: PreviewState) => void,
): WhatIfPreview {
  let turn = 0;
  let forget: () => void = () => undefined;
  let shown: string | null = null;

  const ask = async (draft: OrderDraft, asked: number) => {
    const result = await ports.ask(draft);
    if (asked !== turn) return;
    onState(
      result.ok ? { kind: 'known', whatIf: result.value } : { kind: 'unknown', reason: result.error.text },
    );
  };

  return {
    show(draft) {
      const content = draft === null ? null : JSON.stringify(draft);
      if (content === shown) return;
      shown = content;
      turn += 1;
      forget();
      if (draft === null) {
        onState({ kind: 'none' });
        return;
      }
      const mine = turn;
      onState({ kind: 'waiting' });
      forget = ports.later(() => void ask(draft, mine), previewDelayMs);
    },
    stop() {
      turn += 1;
      shown = null;
      forget();
    },
  };
}
