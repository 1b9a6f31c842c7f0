import type { Migration } from '../migration';
import { journalMigration } from './0001-journal';

/** Every migration of the journal file, in order. */
export const journalMigrations: readonly Migration[] = [journalMigration];
