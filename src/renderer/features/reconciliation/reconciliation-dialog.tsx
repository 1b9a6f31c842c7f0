import type { ReactNode } from 'react';
import type { DecimalText } from '../../../shared/domain/decimal';
import { instrumentName } from '../../../shared/domain/order-sentence';
import type { ReconciliationReport } from '../../../shared/domain/reconciliation';
import { useDialogs } from '../../app/dialog-store';
import { formatDateTime, formatMoney, formatQuantity, formatTime } from '../../lib/format';
import { Button, Dialog, PanelMessage } from '../../ui';
import { acceptPosition, compareWithIb } from './reconciliation-actions';
import './reconciliation.css';
import { useReconciliation } from './reconciliation-store';
import { orderChangeWords, positionCauseWords, signedQuantity } from './reconciliation-words';

const zone = 'America/New_York';

/** What the newest comparison with IB found, and positions that do not add up. */
export function ReconciliationDialog() {
  const open = useDialogs((state) => state.dialog.kind === 'reconciliation');
  const close = useDialogs((state) => state.close);
  const comparedMs = useReconciliation((state) => state.comparedMs);
  return (
    <Dialog
      open={open}
      onClose={close}
      title="While you were away"
      description={
        comparedMs === null
          ? 'Nothing has been compared with IB in this session yet.'
          : `Last compared with IB ${formatDateTime(comparedMs, zone)} New York.`
      }
      width="large"
      testId="reconciliation-dialog"
      footer={<Button onClick={() => void compareWithIb()}>Compare with IB now</Button>}
    >
      {open ? <Findings /> : null}
    </Dialog>
  );
}

function Findings() {
  const report = useReconciliation((state) => state.report);
  return (
    <div className="reconciliation">
      <Gaps />
      {report === null ? (
        <PanelMessage kind="empty" title="Nothing differed">
          Orders, executions and positions were as they had been left, each time that they were compared.
        </PanelMessage>
      ) : (
        <Report report={report} />
      )}
    </div>
  );
}

function Gaps() {
  const gaps = useReconciliation((state) => state.gaps);
  if (gaps.length === 0) return null;
  return (
    <Section
      title="Positions that do not add up"
      heads={['Instrument', 'IB has', 'Expected', 'Unexplained', '']}
    >
      {gaps.map((gap) => (
        <tr key={gap.conId}>
          <td>{instrumentName(gap)}</td>
          <Quantity value={gap.quantity} />
          <Quantity value={gap.expected} />
          <td className="reconciliation-number reconciliation-bad">{signedQuantity(gap.difference)}</td>
          <td>
            <Button
              size="small"
              aria-label={`${instrumentName(gap)}: take it as IB has it`}
              title="From then on this quantity is the start; the journal says that you took it"
              onClick={() => void acceptPosition(gap)}
            >
              Take it as IB has it
            </Button>
          </td>
        </tr>
      ))}
    </Section>
  );
}

function Report({ report }: { readonly report: ReconciliationReport }) {
  return (
    <>
      <p className="reconciliation-sentence">
        {report.sentence}{' '}
        <span className="reconciliation-when">{formatDateTime(report.atMs, zone)} New York</span>
      </p>
      {report.orders.length === 0 ? null : (
        <Section title="Orders" heads={['Order', 'Change', 'Remark']}>
          {report.orders.map((order) => (
            <tr key={order.id}>
              <td>
                {order.side === 'BUY' ? 'Buy' : 'Sell'} {formatQuantity(order.quantity)}{' '}
                {instrumentName(order)} {order.orderType}
                {order.elsewhere ? ', from elsewhere' : ''}
              </td>
              <td>{orderChangeWords(order)}</td>
              <td className="reconciliation-remark">{order.text ?? ''}</td>
            </tr>
          ))}
        </Section>
      )}
      {report.fills.length === 0 ? null : (
        <Section title="Fills" heads={['Time NY', 'Fill', 'Price', 'Commission']}>
          {report.fills.map((fill) => (
            <tr key={fill.execId}>
              <td title={formatDateTime(fill.atMs, zone)}>{formatTime(fill.atMs, zone)}</td>
              <td>
                {fill.side === 'BUY' ? 'Bought' : 'Sold'} {formatQuantity(fill.quantity)}{' '}
                {instrumentName(fill)}
              </td>
              <td className="reconciliation-number">{formatQuantity(fill.price)}</td>
              <td className="reconciliation-number">{formatMoney(fill.commission)}</td>
            </tr>
          ))}
        </Section>
      )}
      {report.positions.length === 0 ? null : (
        <Section title="Positions" heads={['Instrument', 'Was', 'Is', 'Because of']}>
          {report.positions.map((position) => (
            <tr key={position.conId}>
              <td>{instrumentName(position)}</td>
              <Quantity value={position.before} />
              <Quantity value={position.after} />
              <td>{positionCauseWords(position)}</td>
            </tr>
          ))}
        </Section>
      )}
      {report.leftOut === 0 ? null : (
        <p>{report.leftOut} more are in the orders, fills and positions panels.</p>
      )}
    </>
  );
}

function Section({
  title,
  heads,
  children,
}: {
  readonly title: string;
  readonly heads: readonly string[];
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title}>
      <h3 className="reconciliation-title">{title}</h3>
      <table className="reconciliation-table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head === '' ? <span className="visually-hidden">Actions</span> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

function Quantity({ value }: { readonly value: DecimalText }) {
  return <td className="reconciliation-number">{formatQuantity(value)}</td>;
}
