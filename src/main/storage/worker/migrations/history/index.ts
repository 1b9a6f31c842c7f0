import type { Migration } from '../migration';
import { barsMigration } from './0001-bars';

/** Every migration of the history file, in order. */
export const historyMigrations: readonly Migration[] = [barsMigration];
