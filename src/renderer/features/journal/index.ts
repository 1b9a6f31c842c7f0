export { JournalKeySection } from './journal-key-section';
export { JournalPanel } from './journal-panel';
export { Verdict } from './verdict';
