import { defineCodes } from './define.ts';

export const checkCodes = defineCodes({
  V001: {
    title: 'A name in a template does not exist',
    severity: 'warning',
    kind: 'UndefinedTemplateName',
    explanation:
      'A template uses a name that is no variable, macro or member of its context. As in dbt it stands for nothing: it prints as empty text, a loop over it has no rounds, and as a condition it is false. The SQL around it is sent as if it had never been there.',
    fix: 'Correct the name. Where it may be missing on purpose, say so: `{{ name | default("") }}` or `{% if name is defined %}`.',
  },
  V002: {
    title: 'A model reads its own table before there is one',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      '`{{ this }}` is read also when the model is built for the first time, or on an empty database: there is no table to read then. Where the table is already built here this is a warning, as it fails elsewhere.',
    fix: 'Put what reads `{{ this }}` between `{% if is_incremental() %}` and `{% endif %}`.',
  },
  V003: {
    title: 'A key is none of the output columns',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'A model or snapshot is configured with columns (`unique_key`, `updated_at`, `check_cols`, `merge_update_columns`) that its query does not give. An incremental model is built once without complaint and fails the second time.',
    fix: 'Name a column of the query, or add the column to it.',
  },
  V004: {
    title: 'A test of a column that does not exist',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'A data test in a properties file belongs to a column that the model, seed, snapshot or source does not have.',
    fix: 'Correct the name of the column, or remove the test.',
  },
  V005: {
    title: 'A declared column is not in the source',
    severity: 'warning',
    kind: 'SourceColumnMissing',
    explanation:
      'A properties file declares a column of a source that the files or the table behind it do not have. SQL that reads it fails.',
    fix: 'Correct the name, remove the column, or bring the files up to date.',
  },
  V006: {
    title: 'An incremental model no longer matches its table',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'The query of an incremental model gives other columns than the table that it is to be added to. What becomes of that is up to `on_schema_change`: `fail` stops the model; with `ignore`, a column that went missing stops it and a new one is left out, which is a warning.',
    fix: 'Build the model with `--full-refresh`, or set `on_schema_change` to `append_new_columns` or `sync_all_columns`.',
  },
  V007: {
    title: 'A source is not in the database',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'A source names a table of the database, and the database has none of that name. Whatever reads it fails.',
    fix: 'Load the table, or correct `database`, `schema` and `identifier` of the source.',
  },
  V008: {
    title: 'A source is made by the project itself, in no order',
    severity: 'warning',
    kind: 'UnorderedSource',
    explanation:
      'A source names the table that a seed, model or snapshot of the same project makes. No edge leads from one to the other: on an empty database, what reads the source may be built before the table is there. Once it is built this is not told any more.',
    fix: 'Read it with `ref()`, or load it before everything else (`sluice seed`).',
  },
});
