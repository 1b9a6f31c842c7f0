import { useEffect, useMemo } from 'react';
import { type DecimalText, decimalsOf } from '../../../shared/domain/decimal';
import { type ConId, isConId, type SecType } from '../../../shared/domain/instrument';
import type { Side } from '../../../shared/domain/order';
import { instrumentName } from '../../../shared/domain/order-sentence';
import { useSelection } from '../../app/selection-store';
import { formatPrice } from '../../lib/format';
import { getInstrument, useInstruments } from '../../lib/instruments';
import { paddingOnDecimal } from './decimal-alignment';

/** The zone of the times in the tables: one for all rows, so that they can be compared. */
export const tableTimeZone = 'America/New_York';

interface NamedInstrument {
  readonly conId: ConId;
  readonly symbol: string;
  readonly secType: SecType;
  readonly localSymbol: string;
}

/** The name of an instrument; a press shows it in the linked panels. */
export function SymbolCell({
  of,
  indent = false,
}: {
  readonly of: NamedInstrument;
  readonly indent?: boolean;
}) {
  const name = instrumentName(of);
  return (
    <>
      {indent ? (
        <span aria-hidden="true" className="bracket-mark">
          └
        </span>
      ) : null}
      <button
        type="button"
        tabIndex={-1}
        className="data-table-link"
        title={`Show ${name} in the chart and the ticket`}
        onClick={() => useSelection.getState().select(of.conId)}
      >
        {name}
      </button>
    </>
  );
}

/** Buy or sell: a word and a shape as well as a colour. */
export function SideCell({ side }: { readonly side: Side }) {
  return (
    <span className={side === 'BUY' ? 'side-buy' : 'side-sell'}>
      <span aria-hidden="true">{side === 'BUY' ? '▲' : '▼'}</span> {side === 'BUY' ? 'Buy' : 'Sell'}
    </span>
  );
}

interface PriceTextProps {
  readonly value: DecimalText | number | null;
  /** Of the instrument. */
  readonly decimals: number;
  /** The most of any row. */
  readonly columnDecimals: number;
}

/** A price whose point stands below those of the other rows. */
export function PriceText({ value, decimals, columnDecimals }: PriceTextProps) {
  const text = formatPrice(value, decimals);
  return (
    <span className="aligned" data-padding={paddingOnDecimal(text, columnDecimals)}>
      {text}
    </span>
  );
}

/** The decimals of instruments, null where not known; asks for the unknown ones. */
export function useDecimals(conIds: readonly ConId[]): (conId: ConId) => number | null {
  const instruments = useInstruments((state) => state.instruments);
  const wanted = [...new Set(conIds)].sort((a, b) => a - b).join(' ');
  useEffect(() => {
    for (const text of wanted.split(' ')) {
      const conId = Number(text);
      if (isConId(conId)) void getInstrument(conId);
    }
  }, [wanted]);
  return useMemo(
    () => (conId: ConId) => {
      const instrument = instruments.get(conId);
      return instrument === undefined ? null : decimalsOf(instrument.minTick);
    },
    [instruments],
  );
}
