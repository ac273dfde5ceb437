/** What is true of one call of a command from its start to its end. */
export interface Invocation {
  /** A UUID; artifacts and logs carry it. */
  readonly id: string;
  /** dbt's name of the command: `run`, `test`, `build`, `list`, `run-operation`, ... (`flags.WHICH`). */
  readonly command: string;
  readonly startedAt: Date;
  /** Every flag under its upper-case dbt name, resolved: `FULL_REFRESH`, `FAIL_FAST`, `STORE_FAILURES`, `INDIRECT_SELECTION`, ... */
  readonly flags: Readonly<Record<string, unknown>>;
  /** `args` of `run_results.json` and `invocation_args_dict`: flags under their snake_case names. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** The dbt version that Sluice answers as: `dbt_version`, `require-dbt-version`, artifacts. */
export const DBT_VERSION = '1.12.6';
