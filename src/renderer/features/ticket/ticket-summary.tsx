import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { DecimalText } from '../../../shared/domain/decimal';
import type { Instrument } from '../../../shared/domain/instrument';
import type { OrderDraft } from '../../../shared/domain/order';
import { emptyQuote } from '../../../shared/domain/quote';
import { useStatus } from '../../app/status-store';
import { formatMoney, formatSigned, MISSING } from '../../lib/format';
import { request } from '../../lib/ipc-client';
import { useQuote } from '../../lib/use-quote';
import { sentenceNow, sentenceOf } from './ticket-sentence';
import { createWhatIfPreview, type PreviewState, type WhatIfPreview } from './what-if-preview';

interface TicketSummaryProps {
  readonly instrument: Instrument;
  readonly draft: OrderDraft | null;
}

/** Says what will happen before it does: the sentence, and what it would do to margin. */
export function TicketSummary({ instrument, draft }: TicketSummaryProps) {
  const accountId = useStatus(({ status }) => status?.accountId ?? null);
  const quote = useQuote(instrument.conId) ?? emptyQuote(instrument.conId);
  const preview = usePreview(draft);
  const whatIf = preview.kind === 'known' ? preview.whatIf : null;
  const sentence = sentenceOf(draft, instrument, accountId, quote);
  return (
    <div className="ticket-summary">
      <p
        className={sentence === '' ? 'ticket-sentence ticket-sentence-empty' : 'ticket-sentence'}
        data-testid="ticket-sentence"
      >
        {sentence === '' ? 'Fill in the order to see what it will do.' : sentence}
      </p>
      <SpokenSentence draft={draft} instrument={instrument} />
      <dl className="ticket-preview" data-state={preview.kind} title={previewTitle(preview)}>
        <PreviewLine name="Initial margin" value={change(whatIf?.initMarginChange ?? null)} />
        <PreviewLine name="Maintenance margin" value={change(whatIf?.maintMarginChange ?? null)} />
        <PreviewLine
          name="Commission"
          value={
            whatIf === null || whatIf.commission === null
              ? MISSING
              : `${formatMoney(whatIf.commission)} ${whatIf.commissionCurrency}`
          }
        />
      </dl>
      {whatIf === null || whatIf.warningText === '' ? null : (
        <p className="ticket-warning">{whatIf.warningText}</p>
      )}
    </div>
  );
}

function PreviewLine({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="ticket-preview-line">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function change(value: DecimalText | null): string {
  return formatSigned(value, 2);
}

function previewTitle(preview: PreviewState): string {
  switch (preview.kind) {
    case 'none':
      return 'Known once the order is complete';
    case 'waiting':
      return 'Asking the gateway…';
    case 'known':
      return 'By the gateway’s word, before the order is sent';
    case 'unknown':
      return preview.reason;
  }
}

/** The same sentence for assistive technology, once per change of the order and not with every tick. */
function SpokenSentence({ draft, instrument }: TicketSummaryProps) {
  const content = draft === null ? '' : JSON.stringify(draft);
  const [spoken, setSpoken] = useState('');
  const latest = useRef({ draft, instrument });
  useLayoutEffect(() => {
    latest.current = { draft, instrument };
  });
  useEffect(() => {
    const timer = window.setTimeout(
      () => setSpoken(content === '' ? '' : sentenceNow(latest.current.draft, latest.current.instrument)),
      700,
    );
    return () => window.clearTimeout(timer);
  }, [content]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {spoken}
    </p>
  );
}

function usePreview(draft: OrderDraft | null): PreviewState {
  const ready = useStatus(({ status }) => status?.connection.state.kind === 'ready');
  const [state, setState] = useState<PreviewState>({ kind: 'none' });
  const preview = useRef<WhatIfPreview | null>(null);
  useEffect(() => {
    const started = createWhatIfPreview(
      {
        ask: (asked) => request('order.whatIf', { draft: asked }),
        later: (run, delayMs) => {
          const timer = window.setTimeout(run, delayMs);
          return () => window.clearTimeout(timer);
        },
      },
      setState,
    );
    preview.current = started;
    return () => started.stop();
  }, []);
  useEffect(() => preview.current?.show(ready ? draft : null), [draft, ready]);
  return state;
}
