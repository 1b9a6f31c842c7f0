import { Popover } from '@base-ui/react/popover';
import { useEffect, useState } from 'react';
import type { PnlComparison, PnlRow, PnlValue } from '../../../shared/domain/pnl-comparison';
import { formatMoney, formatSigned } from '../../lib/format';
import { request } from '../../lib/ipc-client';
import { classNames } from '../../ui';
import './pnl-popover.css';
import { figureWords, gapWords, sourceWords } from './pnl-words';

/** How often the figures are read while they are shown, ms. */
const readEveryMs = 2_000;

/** An amount of profit or loss that opens the comparison of its sources. */
export function PnlPopover({ label, amount }: { readonly label: string; readonly amount: string }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="pnl-trigger" aria-label={`${label} ${amount}, compare its sources`}>
        {amount}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="pnl-positioner">
          <Popover.Popup className="pnl-popup" aria-label="Profit and loss by source" data-testid="pnl-popup">
            <Comparison />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

type Reading =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly text: string }
  | { readonly kind: 'read'; readonly comparison: PnlComparison };

function useComparison(): Reading {
  const [reading, setReading] = useState<Reading>({ kind: 'waiting' });
  useEffect(() => {
    let ended = false;
    let timer = 0;
    const read = async (): Promise<void> => {
      const answer = await request('account.pnl', {});
      if (ended) return;
      setReading(
        answer.ok ? { kind: 'read', comparison: answer.value } : { kind: 'failed', text: answer.error.text },
      );
      timer = window.setTimeout(() => void read(), readEveryMs);
    };
    void read();
    return () => {
      ended = true;
      window.clearTimeout(timer);
    };
  }, []);
  return reading;
}

function Comparison() {
  const reading = useComparison();
  if (reading.kind === 'waiting') return <p>Prices and figures are being read.</p>;
  if (reading.kind === 'failed') return <p>{reading.text}</p>;
  const { rows, currency, tolerance } = reading.comparison;
  return (
    <>
      <p className="pnl-heading">Profit and loss by source{currency === null ? '' : `, in ${currency}`}</p>
      {rows.map((row) => (
        <Figure key={row.figure} row={row} />
      ))}
      <p className="pnl-note">Differences up to {formatMoney(tolerance)} count as none.</p>
    </>
  );
}

function Figure({ row }: { readonly row: PnlRow }) {
  return (
    <section aria-label={figureWords[row.figure]} className="pnl-figure" data-figure={row.figure}>
      <h3 className="pnl-title">{figureWords[row.figure]}</h3>
      <dl className="pnl-values">
        {row.values.map((value) => (
          <Value key={value.source} value={value} />
        ))}
      </dl>
      {row.gaps.map((gap) => {
        const words = gapWords(gap);
        return words === null ? null : (
          <p
            key={`${gap.from}-${gap.to}`}
            className={classNames('pnl-gap', gap.verdict === 'unexplained' && 'pnl-unexplained')}
            data-verdict={gap.verdict}
          >
            {words}
          </p>
        );
      })}
    </section>
  );
}

function Value({ value }: { readonly value: PnlValue }) {
  return (
    <div>
      <dt>
        {sourceWords[value.source]} <span className="pnl-basis">{value.basis}</span>
        {value.remark === null ? null : <span className="pnl-remark">{value.remark}</span>}
      </dt>
      <dd>{formatSigned(value.amount, 2)}</dd>
    </div>
  );
}
