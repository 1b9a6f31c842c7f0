/** One step of a file's structure. The n-th migration of a file brings it to `user_version` n. */
export interface Migration {
  /** What it brings, for the log. */
  readonly name: string;
  /** Statements, run in one transaction together with the new version number. */
  readonly sql: string;
}
