import type { ReconciliationReport } from '../../shared/domain/reconciliation';
import type { PositionLedger, ReconciliationDocument } from '../../shared/ipc/reconciliation-schemas';
import type { ReconciliationStore } from './reconciliation-store';

const empty: ReconciliationDocument = { ledgers: {}, report: null, unseen: false };

/** The kept document in memory: read once, written after each change, one write after the other. */
export class ReconciliationMemory {
  readonly #store: ReconciliationStore;
  readonly #onProblem: (text: string) => void;
  #document = empty;
  #loading: Promise<void> | null = null;
  /** False while it is not known what the disk has: then nothing may be written over it. */
  #known = false;
  #writing = false;
  #dirty = false;

  constructor(store: ReconciliationStore, onProblem: (text: string) => void) {
    this.#store = store;
    this.#onProblem = onProblem;
  }

  /** Reads the disk; settles at once when that was done. */
  load(): Promise<void> {
    this.#loading ??= this.#read();
    return this.#loading;
  }

  get known(): boolean {
    return this.#known;
  }

  get report(): ReconciliationReport | null {
    return this.#document.report;
  }

  get unseen(): boolean {
    return this.#document.unseen;
  }

  /** Start positions of an account; null at first sight. */
  ledger(accountId: string): PositionLedger | null {
    return this.#document.ledgers[accountId] ?? null;
  }

  setLedger(accountId: string, ledger: PositionLedger): void {
    this.#change({ ledgers: { ...this.#document.ledgers, [accountId]: ledger } });
  }

  setReport(report: ReconciliationReport): void {
    this.#change({ report, unseen: true });
  }

  /** The trader has looked at the report. False when that was so before. */
  markSeen(): boolean {
    if (!this.#document.unseen) return false;
    this.#change({ unseen: false });
    return true;
  }

  async #read(): Promise<void> {
    const loaded = await this.#store.load();
    if (loaded.ok) {
      this.#known = true;
      if (loaded.value !== null) this.#document = loaded.value;
    } else {
      // Asked again with the next connection.
      this.#loading = null;
      this.#onProblem(`The start positions could not be read, so positions are not checked: ${loaded.error}`);
    }
  }

  #change(patch: Partial<ReconciliationDocument>): void {
    this.#document = { ...this.#document, ...patch };
    this.#dirty = true;
    if (!this.#writing && this.#known) void this.#write();
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#dirty) {
      this.#dirty = false;
      const saved = await this.#store.save(this.#document);
      if (!saved.ok) this.#onProblem(`The start positions could not be kept: ${saved.error}`);
    }
    this.#writing = false;
  }
}
