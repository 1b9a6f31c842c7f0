import { decimalsOf } from '../../../shared/domain/decimal';
import type { Instrument } from '../../../shared/domain/instrument';
import { instrumentName } from '../../../shared/domain/order-sentence';
import { formatCompact, formatPrice } from '../../lib/format';
import { useQuote } from '../../lib/use-quote';
import { classNames } from '../../ui';
import { padded, ticketPrice } from './ticket-draft';
import { withMarketPrice } from './ticket-model';
import { useTicket } from './ticket-store';

/** Name, bid and ask; a press on a price puts it into the ticket. */
export function TicketQuote({ instrument }: { readonly instrument: Instrument }) {
  const quote = useQuote(instrument.conId);
  const decimals = decimalsOf(instrument.minTick);
  const take = (price: number | null) => {
    const text = ticketPrice(price, instrument);
    if (text === null) return;
    const { values, change } = useTicket.getState();
    change(withMarketPrice(values.orderType, padded(text, instrument)));
  };
  const sides = [
    { name: 'Bid', price: quote?.bid ?? null, size: quote?.bidSize ?? null },
    { name: 'Ask', price: quote?.ask ?? null, size: quote?.askSize ?? null },
  ];
  return (
    <header className="ticket-header">
      <h2 className="ticket-name">
        {instrumentName(instrument)} <span className="ticket-full-name">{instrument.name}</span>
      </h2>
      <div className={classNames('ticket-quote', quote?.stale === true && 'stale')}>
        {sides.map(({ name, price, size }) => (
          <button
            key={name}
            type="button"
            className={`ticket-side ticket-${name.toLowerCase()}`}
            disabled={price === null || !instrument.tradable}
            title={`Use the ${name.toLowerCase()} as the price of the order`}
            aria-label={`${name} ${formatPrice(price, decimals)}, size ${formatCompact(size)}`}
            onClick={() => take(price)}
          >
            <span className="ticket-side-name">{name}</span>{' '}
            <span className="ticket-price">{formatPrice(price, decimals)}</span>
            {/* Drawn by the style sheet: the name of the button says it in words. */}
            <span className="ticket-size" data-size={formatCompact(size)} />
          </button>
        ))}
      </div>
    </header>
  );
}
