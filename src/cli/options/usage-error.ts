/** The command line cannot be understood. The sentences are those of dbt's own command line: scripts match on them. */
export class UsageError extends Error {
  /** `sluice run`: whose usage line is shown; null for none, where click shows none. */
  readonly commandPath: string | null;

  constructor(message: string, commandPath: string | null) {
    super(message);
    this.name = 'UsageError';
    this.commandPath = commandPath;
  }
}
