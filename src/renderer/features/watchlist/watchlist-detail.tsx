import { useEffect, useState } from 'react';
import { decimalsOf } from '../../../shared/domain/decimal';
import type { ConId } from '../../../shared/domain/instrument';
import type { QuoteNotice } from '../../../shared/domain/quote';
import { useInstrument } from '../../lib/instruments';
import { formatAge, formatCompact, formatPrice } from '../../lib/format';
import { useQuote } from '../../lib/use-quote';
import { IconButton, classNames, CloseIcon } from '../../ui';
import { typeWord } from './quote-cells';

interface WatchlistDetailProps {
  readonly conId: ConId;
  /** Absent when the instrument is not in the list. */
  readonly onRemove: (() => void) | null;
}

/** The quote of the selected instrument in full, below the list. */
export function WatchlistDetail({ conId, onRemove }: WatchlistDetailProps) {
  const instrument = useInstrument(conId);
  const quote = useQuote(conId);
  const now = useNow();
  if (quote === null) return null;
  const decimals = instrument === null ? 2 : decimalsOf(instrument.minTick);
  const price = (value: number | null) => formatPrice(value, decimals);
  return (
    <section
      className={classNames('watchlist-detail', quote.stale && 'stale')}
      aria-label="Selected instrument"
    >
      <header className="watchlist-detail-header">
        <span className="watchlist-detail-name">{instrument?.name ?? `#${conId}`}</span>
        {onRemove === null ? null : (
          <IconButton label="Remove from the watchlist (Delete)" onClick={onRemove}>
            <CloseIcon />
          </IconButton>
        )}
      </header>
      <dl className="watchlist-detail-values">
        <Value label="Bid" text={price(quote.bid)} extra={`× ${formatCompact(quote.bidSize)}`} />
        <Value label="Ask" text={price(quote.ask)} extra={`× ${formatCompact(quote.askSize)}`} />
        <Value label="High" text={price(quote.high)} />
        <Value label="Low" text={price(quote.low)} />
        <Value label="Open" text={price(quote.open)} />
        <Value label="Close" text={price(quote.close)} />
        <Value label="Volume" text={formatCompact(quote.volume)} />
        <Value label="Updated" text={formatAge(quote.receivedMs === null ? null : now - quote.receivedMs)} />
      </dl>
      <p
        className={classNames('watchlist-detail-source', quote.notice !== null && 'watchlist-detail-notice')}
      >
        {quote.notice === null
          ? `Market data: ${typeWord(quote.type)}${quote.stale ? ', stale' : ''}`
          : remarkText(quote.notice)}
      </p>
    </section>
  );
}

/** Our own remarks have no code. */
function remarkText({ text, code }: QuoteNotice): string {
  return code === 0 ? text : `${text} (code ${code})`;
}

function Value({
  label,
  text,
  extra,
}: {
  readonly label: string;
  readonly text: string;
  readonly extra?: string;
}) {
  return (
    <div className="watchlist-detail-value">
      <dt>{label}</dt>
      <dd>
        {text}
        {extra === undefined ? null : <span className="watchlist-detail-extra"> {extra}</span>}
      </dd>
    </div>
  );
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}
