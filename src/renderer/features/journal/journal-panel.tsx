import { useDeferredValue, useMemo, useState } from 'react';
import type { JournalGroup, JournalVerdict, ShownJournalEntry } from '../../../shared/ipc/journal-schemas';
import { formatDateTime } from '../../lib/format';
import { request } from '../../lib/ipc-client';
import { Button, Dialog, PanelMessage, TableSkeleton, TextField, ToggleGroup } from '../../ui';
import { type DataColumn, DataTable } from '../data-table';
import { ExportDialog } from './export-dialog';
import './journal.css';
import { prettyBody, summaryOf, type ShownJournal, wordsOf } from './journal-query';
import { LatencyView } from './latency-view';
import { useJournal } from './use-journal';
import { Verdict } from './verdict';

const zone = 'America/New_York';
type View = JournalGroup | 'latency';

/** What was written down of orders, fills and settings, newest first, with its proof and its export. */
export function JournalPanel() {
  const [view, setView] = useState<View>('all');
  const [search, setSearch] = useState('');
  const [exporting, setExporting] = useState(false);
  const [busy, setBusy] = useState(false);
  const [verdict, setVerdict] = useState<JournalVerdict | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const verify = async () => {
    setBusy(true);
    const answer = await request('journal.verify', {});
    setBusy(false);
    setVerdict(answer.ok ? answer.value : null);
    setProblem(answer.ok ? null : answer.error.text);
  };
  return (
    <div className="journal" data-testid="journal-panel">
      <div className="journal-bar">
        <ToggleGroup<View>
          label="Which entries"
          className="journal-groups"
          value={view}
          onChange={setView}
          options={[
            { value: 'all', label: 'All' },
            { value: 'orders', label: 'Orders' },
            { value: 'fills', label: 'Fills' },
            { value: 'settings', label: 'Rules and settings', title: 'Limits, settings, accounts and modes' },
            { value: 'latency', label: 'Latency', title: 'How long the orders of this session took' },
          ]}
        />
        {view === 'latency' ? null : (
          <TextField
            label="Find in the journal"
            hideLabel
            placeholder="Find a word, symbol or order"
            value={search}
            onChange={setSearch}
            maxLength={80}
            className="journal-find"
          />
        )}
        <span className="journal-gap" />
        <Button size="small" disabled={busy} onClick={() => void verify()}>
          {busy ? 'Verifying…' : 'Verify'}
        </Button>
        <Button size="small" onClick={() => setExporting(true)}>
          Export…
        </Button>
      </div>
      <Verdict verdict={verdict} problem={problem} />
      {view === 'latency' ? <LatencyView /> : <Entries group={view} search={search} />}
      <ExportDialog open={exporting} onClose={() => setExporting(false)} />
    </div>
  );
}

function Entries({ group, search }: { readonly group: JournalGroup; readonly search: string }) {
  const settled = useDeferredValue(search);
  const filter = useMemo(() => ({ group, search: settled }), [group, settled]);
  const { shown, loadEarlier } = useJournal(filter);
  const [chosen, setChosen] = useState<ShownJournalEntry | null>(null);
  return (
    <>
      <EntryTable shown={shown} onOpen={setChosen} />
      <div className="journal-foot">
        <span>
          {shown.entries === null
            ? ''
            : `${shown.entries.length.toLocaleString('en-US')} shown of ${shown.total.toLocaleString('en-US')} entries`}
        </span>
        <Button size="small" disabled={shown.nextBeforeSeq === null} onClick={loadEarlier}>
          Earlier
        </Button>
      </div>
      <EntryDialog entry={chosen} onClose={() => setChosen(null)} />
    </>
  );
}

function EntryTable({
  shown,
  onOpen,
}: {
  readonly shown: ShownJournal;
  readonly onOpen: (entry: ShownJournalEntry) => void;
}) {
  if (shown.problem !== null)
    return (
      <PanelMessage kind="error" title="The journal could not be read">
        {shown.problem}
      </PanelMessage>
    );
  if (shown.entries === null) return <TableSkeleton rows={5} label="The journal is being read" />;
  if (shown.entries.length === 0)
    return (
      <PanelMessage kind="empty" title="No entries">
        {shown.nextBeforeSeq === null
          ? 'Nothing that fits was written down. Clear the filter, or place an order.'
          : 'Nothing that fits among the newest entries. “Earlier” goes on looking.'}
      </PanelMessage>
    );
  return (
    <DataTable
      label="Journal"
      testId="journal-table"
      columns={columns}
      rows={shown.entries}
      rowId={(entry) => String(entry.seq)}
      rowAttributes={(entry) => ({ 'data-seq': String(entry.seq), 'data-kind': entry.kind })}
      onOpen={onOpen}
    />
  );
}

const columns: readonly DataColumn<ShownJournalEntry>[] = [
  {
    id: 'seq',
    header: 'No.',
    width: 64,
    align: 'end',
    sortValue: (entry) => entry.seq,
    cell: (entry) => entry.seq.toLocaleString('en-US'),
  },
  {
    id: 'time',
    header: 'Time NY',
    description: 'In New York, by this machine’s clock',
    width: 165,
    sortValue: (entry) => entry.atMs,
    cell: (entry) => formatDateTime(entry.atMs, zone),
    title: (entry) => new Date(entry.atMs).toISOString(),
  },
  {
    id: 'kind',
    header: 'What',
    width: 140,
    sortValue: (entry) => entry.kind,
    cell: (entry) => wordsOf(entry.kind),
  },
  {
    id: 'body',
    header: 'Entry',
    description: 'Enter or a double click shows all of it',
    width: 240,
    grow: true,
    cell: (entry) => <span className="journal-mono">{summaryOf(entry)}</span>,
  },
];

function EntryDialog({
  entry,
  onClose,
}: {
  readonly entry: ShownJournalEntry | null;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      open={entry !== null}
      onClose={onClose}
      title={entry === null ? 'Entry' : `Entry ${entry.seq.toLocaleString('en-US')}: ${wordsOf(entry.kind)}`}
      description={
        entry === null ? undefined : `${new Date(entry.atMs).toISOString()}, by this machine’s clock`
      }
      width="large"
      testId="journal-entry"
    >
      {entry === null ? null : (
        <div className="journal-entry">
          <pre>{prettyBody(entry)}</pre>
          <dl>
            <dt>Order</dt>
            <dd>{entry.orderKey ?? '—'}</dd>
            <dt>Hash</dt>
            <dd>{entry.hash}</dd>
            <dt>Signed with key</dt>
            <dd>{entry.keyFingerprint}</dd>
          </dl>
        </div>
      )}
    </Dialog>
  );
}
