import { useState } from 'react';
import type { JournalFormat } from '../../../shared/ipc/journal-schemas';
import { request } from '../../lib/ipc-client';
import { announce, Button, Dialog, ToggleGroup } from '../../ui';

/** Asks how the journal is to be written, and says that account ids are in it. */
export function ExportDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const [format, setFormat] = useState<JournalFormat>('jsonl');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => {
    setProblem(null);
    onClose();
  };
  const write = async () => {
    setBusy(true);
    const answer = await request('journal.export', { format });
    setBusy(false);
    if (!answer.ok) {
      setProblem(answer.error.text);
      return;
    }
    if (answer.value.path === null) return;
    announce(`${answer.value.entries.toLocaleString('en-US')} entries were written to ${answer.value.path}.`);
    close();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Export the journal"
      description="Every entry, with its hash and signature."
      testId="journal-export"
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" disabled={busy} onClick={() => void write()}>
            {busy ? 'Writing…' : 'Choose a file…'}
          </Button>
        </>
      }
    >
      <div className="journal-export">
        <ToggleGroup<JournalFormat>
          label="Format"
          value={format}
          onChange={setFormat}
          options={[
            { value: 'jsonl', label: 'JSON Lines', title: 'One JSON object a line' },
            { value: 'csv', label: 'CSV', title: 'For a spreadsheet' },
          ]}
        />
        <p>
          Account ids are not masked: this is your own proof of what was ordered and done. Think of that
          before you hand the file on.
        </p>
        {problem === null ? null : (
          <p className="settings-error" role="alert">
            {problem}
          </p>
        )}
      </div>
    </Dialog>
  );
}
