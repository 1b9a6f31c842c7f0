import type { FileReport, StorageInput, StorageOutput, StorageRequestName } from '../protocol';

/** What answers each request. */
export type Handlers = {
  readonly [Name in StorageRequestName]: (
    input: StorageInput<Name>,
  ) => StorageOutput<Name> | Promise<StorageOutput<Name>>;
};

/** Requests that the engine answers itself. */
export type FileHandlers = Partial<Omit<Handlers, 'open' | 'close'>>;

/** An open data file with the requests that it answers. */
export interface DataFile {
  readonly report: FileReport;
  readonly handlers: FileHandlers;
  close(): Promise<void>;
}
