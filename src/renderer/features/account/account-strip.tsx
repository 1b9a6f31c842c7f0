import type { AccountSummary } from '../../../shared/domain/account';
import type { DecimalText } from '../../../shared/domain/decimal';
import { formatDateTime, formatMoney, formatSigned, MISSING } from '../../lib/format';
import { classNames } from '../../ui';
import './account-strip.css';
import { useAccount } from './account-store';
import { PnlPopover } from './pnl-popover';

interface StripValue {
  readonly key: 'netLiquidation' | 'dailyPnl' | 'unrealizedPnl' | 'buyingPower';
  readonly label: string;
  readonly name: string;
  /** A profit or a loss: signed and coloured. */
  readonly signed: boolean;
  readonly source: string;
}

const values: readonly StripValue[] = [
  {
    key: 'netLiquidation',
    label: 'NLV',
    name: 'Net liquidation value',
    signed: false,
    source: 'account summary',
  },
  {
    key: 'dailyPnl',
    label: 'Day P&L',
    name: 'Profit and loss of the day',
    signed: true,
    source: 'account P&L',
  },
  {
    key: 'unrealizedPnl',
    label: 'Unrealized',
    name: 'Unrealized profit and loss',
    signed: true,
    source: 'account P&L',
  },
  {
    key: 'buyingPower',
    label: 'Buying power',
    name: 'Buying power',
    signed: false,
    source: 'account summary',
  },
];

/** What the account is worth and what it may still buy. */
export function AccountStrip() {
  const summary = useAccount((state) => state.summary);
  return (
    <dl
      className={classNames('account-strip', summary?.stale === true && 'stale')}
      data-testid="account-strip"
      aria-label="Account"
    >
      {values.map((value) => {
        const amount = summary === null ? null : summary[value.key];
        return (
          <div
            key={value.key}
            className={`account-value account-${value.key}`}
            title={valueTitle(value, amount, summary)}
          >
            <dt>{value.label}</dt>
            <dd className={value.signed ? directionClass(amount) : undefined}>
              {value.signed ? (
                <PnlPopover label={value.name} amount={formatSigned(amount, 2)} />
              ) : (
                formatMoney(amount, value.key === 'buyingPower' ? 0 : 2)
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function directionClass(amount: DecimalText | null): string | undefined {
  if (amount === null || !/[1-9]/.test(amount)) return undefined;
  return amount.startsWith('-') ? 'down' : 'up';
}

/** The zone of this computer; asked for once, as it takes milliseconds to find out. */
let localTimeZone: string | null = null;

function valueTitle(value: StripValue, amount: DecimalText | null, summary: AccountSummary | null): string {
  if (summary === null) return `${value.name}: the gateway has not sent the account yet.`;
  localTimeZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = formatDateTime(summary.receivedMs, localTimeZone);
  return [
    value.name,
    amount === null
      ? `${MISSING}: the gateway has not said it`
      : `${formatMoney(amount)} ${summary.currency ?? ''}`.trim(),
    `Account ${summary.accountId}, from the ${value.source} of the gateway`,
    `Received ${when} local time${summary.stale ? ', stale: the connection that fed it is gone' : ''}`,
  ].join('\n');
}
