import type { PnlFigure, PnlGap, PnlSource } from '../../../shared/domain/pnl-comparison';
import { formatSigned, MISSING } from '../../lib/format';

/** The names of the figures. */
export const figureWords: Readonly<Record<PnlFigure, string>> = {
  daily: 'Day',
  unrealized: 'Unrealized',
  realized: 'Realized',
};

/** The names of the sources. */
export const sourceWords: Readonly<Record<PnlSource, string>> = {
  ours: 'Tradewind',
  account: 'IB account',
  portfolio: 'IB portfolio',
};

/** What keeps two sources apart, in a line; null when they agree or one of them is not known. */
export function gapWords({ from, to, amount, causes, rest, verdict }: PnlGap): string | null {
  if (verdict === 'none' || verdict === 'unknown' || amount === null) return null;
  const lead = `${sourceWords[from]} is ${formatSigned(amount, 2)} from ${sourceWords[to]}`;
  const because = causes.map(({ text, amount: part }) =>
    part === null ? text : `${text.replace(/\.$/, '')}: ${formatSigned(part, 2)}.`,
  );
  const left = rest === null ? MISSING : formatSigned(rest, 2);
  const end = {
    explained: '',
    open: ` ${left} may be due to that.`,
    unexplained: ` ${left} is unexplained.`,
  }[verdict];
  return `${lead}. ${because.join(' ')}${end}`.replace('.  ', '. ');
}
