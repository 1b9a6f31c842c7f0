import { useDeferredValue, useMemo, useState } from 'react';
import type { GatewayMessage } from '../../../shared/ipc/diagnostics-schemas';
import { useDialogs } from '../../app/dialog-store';
import { formatDateTime, formatTime } from '../../lib/format';
import { request } from '../../lib/ipc-client';
import {
  announce,
  Button,
  Checkbox,
  Dialog,
  PanelMessage,
  TableSkeleton,
  TextField,
  ToggleGroup,
} from '../../ui';
import { type DataColumn, DataTable } from '../data-table';
import './diagnostics.css';
import { everything, type MessageFilter, summaryOf } from './message-query';
import { useMessages } from './use-messages';

const zone = 'America/New_York';

/** What crossed the gateway's socket, message by message, to look at and to hand to somebody who helps. */
export function DiagnosticsDialog() {
  const open = useDialogs((state) => state.dialog.kind === 'diagnostics');
  const close = useDialogs((state) => state.close);
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Messages with the gateway"
      description="Every message of this session, both ways, with account ids masked. The newest are kept; orders longest."
      width="wide"
      testId="diagnostics-dialog"
    >
      {open ? <Messages /> : null}
    </Dialog>
  );
}

function Messages() {
  const [filter, setFilter] = useState<MessageFilter>(everything);
  const [chosen, setChosen] = useState<GatewayMessage | null>(null);
  const search = useDeferredValue(filter.search);
  const { direction, ordersOnly } = filter;
  const settled = useMemo(() => ({ direction, ordersOnly, search }), [direction, ordersOnly, search]);
  const { shown, loadEarlier } = useMessages(true, settled);
  const change = (patch: Partial<MessageFilter>) => setFilter((before) => ({ ...before, ...patch }));
  return (
    <div className="diagnostics">
      <div className="diagnostics-bar">
        <TextField
          label="Find"
          hideLabel
          placeholder="Find a name or value"
          value={filter.search}
          onChange={(text) => change({ search: text })}
          className="diagnostics-find"
        />
        <ToggleGroup
          label="Direction"
          value={filter.direction}
          options={[
            { value: 'all', label: 'Both ways' },
            { value: 'sent', label: '→ Sent' },
            { value: 'received', label: '← Received' },
          ]}
          onChange={(next) => change({ direction: next })}
        />
        <Checkbox
          label="Orders only"
          checked={filter.ordersOnly}
          onChange={(next) => change({ ordersOnly: next })}
        />
        <span className="diagnostics-count">
          {shown.kept.toLocaleString('en-US')} kept
          {shown.dropped === 0 ? '' : `, ${shown.dropped.toLocaleString('en-US')} older ones gone`}
        </span>
        <Button disabled={!shown.hasEarlier} onClick={loadEarlier}>
          Earlier
        </Button>
        <Button onClick={() => void exportMessages()}>Export…</Button>
      </div>
      <div className="diagnostics-list">
        <MessageTable messages={shown.messages} problem={shown.problem} onChoose={setChosen} />
      </div>
      <MessageFields message={chosen} />
    </div>
  );
}

function MessageTable({
  messages,
  problem,
  onChoose,
}: {
  readonly messages: readonly GatewayMessage[] | null;
  readonly problem: string | null;
  readonly onChoose: (message: GatewayMessage) => void;
}) {
  if (messages === null) {
    if (problem === null) return <TableSkeleton rows={8} label="Messages are being read" />;
    return (
      <PanelMessage kind="error" title="The messages could not be read">
        {problem}
      </PanelMessage>
    );
  }
  if (messages.length === 0)
    return (
      <PanelMessage kind="empty" title="No messages">
        Nothing that fits has crossed the gateway’s socket. Clear the filter, or connect to a gateway.
      </PanelMessage>
    );
  return (
    <DataTable
      label="Messages with the gateway"
      testId="gateway-messages"
      columns={columns}
      rows={messages}
      rowId={(message) => String(message.sequence)}
      rowAttributes={(message) => ({ 'data-name': message.name, 'data-direction': message.direction })}
      onFocusRow={onChoose}
    />
  );
}

const columns: readonly DataColumn<GatewayMessage>[] = [
  {
    id: 'time',
    header: 'Time NY',
    description: 'In New York, by this machine’s clock',
    width: 84,
    sortValue: (message) => message.sequence,
    cell: (message) => formatTime(message.atMs, zone),
    title: (message) => formatDateTime(message.atMs, zone),
  },
  {
    id: 'direction',
    header: 'Way',
    width: 90,
    sortValue: (message) => message.direction,
    cell: (message) => (message.direction === 'sent' ? '→ sent' : '← received'),
  },
  {
    id: 'name',
    header: 'Message',
    width: 190,
    sortValue: (message) => message.name,
    cell: (message) => message.name,
    title: (message) => (message.messageId === null ? undefined : `Message ${message.messageId}`),
  },
  {
    id: 'fields',
    header: 'Fields',
    width: 240,
    grow: true,
    cell: (message) => <span className="diagnostics-summary">{summaryOf(message)}</span>,
  },
];

function MessageFields({ message }: { readonly message: GatewayMessage | null }) {
  if (message === null)
    return <p className="diagnostics-fields diagnostics-hint">Choose a message to see its fields.</p>;
  return (
    <section className="diagnostics-fields" aria-label={`Fields of ${message.name}`}>
      <h3 className="diagnostics-name">
        {message.direction === 'sent' ? '→' : '←'} {message.name}
        <span className="diagnostics-origin">
          {message.messageId === null ? '' : `message ${message.messageId}, `}connection {message.epoch},{' '}
          {formatDateTime(message.atMs, zone)}
        </span>
      </h3>
      <dl>
        {message.fields.map(({ name, value }, index) => (
          // A field's place in the message is what it is.
          <div key={index}>
            <dt>{name}</dt>
            <dd>{value === '' ? '(empty)' : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

async function exportMessages(): Promise<void> {
  const answer = await request('diagnostics.export', {});
  if (!answer.ok) announce(`The messages were not exported. ${answer.error.text}`, 'assertive');
  else if (answer.value.path !== null)
    announce(
      `${answer.value.messages.toLocaleString('en-US')} messages were written to ${answer.value.path}.`,
    );
}
