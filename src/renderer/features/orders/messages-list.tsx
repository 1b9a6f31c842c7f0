import type { Notice } from '../../../shared/ipc/streams';
import { formatDateTime, formatTime } from '../../lib/format';
import { PanelMessage, WarningIcon } from '../../ui';
import { DataTable, type DataColumn } from '../data-table';
import { useNotices } from './order-store';
import { tableTimeZone } from './table-cells';

/** What the gateway, the orders and the app had to say, newest first. */
export function MessagesList() {
  const { notices, dropped } = useNotices();
  if (notices.length === 0)
    return (
      <PanelMessage kind="empty" title="No messages">
        What the gateway and the app have to say appears here.
      </PanelMessage>
    );
  return (
    <div className="messages">
      {dropped === 0 ? null : (
        <p className="messages-dropped">
          {dropped} more came faster than they could be shown; the log has them.
        </p>
      )}
      <DataTable
        label="Messages"
        testId="messages-list"
        columns={columns}
        rows={notices}
        rowId={(notice) => String(notice.sequence)}
      />
    </div>
  );
}

const severityWord: Readonly<Record<Notice['severity'], string>> = {
  information: 'information',
  warning: 'warning',
  error: 'error',
};

const columns: readonly DataColumn<Notice>[] = [
  {
    id: 'time',
    header: 'Time NY',
    description: 'In New York',
    width: 84,
    sortValue: (notice) => notice.sequence,
    cell: (notice) => formatTime(notice.atMs, tableTimeZone),
    title: (notice) => formatDateTime(notice.atMs, tableTimeZone),
  },
  {
    id: 'severity',
    header: 'Severity',
    width: 110,
    sortValue: (notice) => notice.severity,
    cell: (notice) => <SeverityCell severity={notice.severity} />,
  },
  {
    id: 'source',
    header: 'From',
    width: 76,
    sortValue: (notice) => notice.source,
    cell: (notice) => notice.source,
  },
  {
    id: 'code',
    header: 'Code',
    description: 'IB’s code',
    width: 64,
    align: 'end',
    sortValue: (notice) => notice.code,
    cell: (notice) => (notice.code === null ? '' : String(notice.code)),
  },
  {
    id: 'text',
    header: 'Message',
    width: 240,
    grow: true,
    cell: (notice) => <span className="message-text">{notice.text}</span>,
    title: (notice) => notice.text,
  },
];

function SeverityCell({ severity }: { readonly severity: Notice['severity'] }) {
  return (
    <span className={`severity severity-${severity}`}>
      {severity === 'information' ? (
        <span aria-hidden="true" className="severity-dot">
          i
        </span>
      ) : (
        <WarningIcon />
      )}
      {severityWord[severity]}
    </span>
  );
}
