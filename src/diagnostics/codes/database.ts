import { defineCodes } from './define.ts';

/** In dbt-duckdb everything that the engine says is a runtime error. */
const RUNTIME = 'Runtime Error';

/** What the engine says, and what profiles ask of it. */
export const databaseCodes = defineCodes({
  D001: {
    title: 'A profile key needs Python',
    severity: 'warning',
    kind: RUNTIME,
    explanation:
      '`plugins`, `filesystems`, `module_paths` and `flights` of a dbt-duckdb profile load Python code. Sluice has no Python: the key is read and has no effect.',
    fix: 'Remove the key, or use what DuckDB itself offers: extensions, secrets and `attach`.',
  },
  D002: {
    title: 'A profile key has a wrong value',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'A key of the chosen output in profiles.yml holds a value that cannot be used.',
    fix: 'Correct the value; the message says what is expected.',
  },
  D003: {
    title: 'The database is not the one of the path',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'DuckDB names a database after its file. `database` may only repeat that name or name an attached database.',
    fix: 'Remove `database` from the output, or set it to the name in the message.',
  },
  D004: {
    title: 'Remote DuckDB servers are not supported',
    severity: 'error',
    kind: RUNTIME,
    explanation: '`remote` connects to a server that speaks the Postgres protocol through a Python client.',
    fix: 'Open a database file with `path`, or attach the remote database with `attach`.',
  },
  D005: {
    title: 'No engine of this type',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'The `type` of the chosen output names an engine for which there is no adapter.',
    fix: 'Use `type: duckdb`.',
  },
  D006: {
    title: 'A plugin would be needed',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'A source or model is read or written by a plugin of dbt-duckdb, which is Python code.',
    fix: 'Read the source with `external_location` and a DuckDB extension, or write it with `external`.',
  },
  D010: {
    title: 'The database file is in use',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'Only one process at a time can open a DuckDB file for writing, and another one has it open.',
    fix: 'Close the other program, or wait until it is done. `retries: {connect_attempts: 5}` in the profile waits by itself.',
  },
  D011: {
    title: 'The database file cannot be opened',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'The file of the profile does not exist and cannot be made, is not a DuckDB database, or may not be read.',
    fix: 'Correct `path` in profiles.yml, or move the file out of the way: a missing file is made.',
  },
  D012: {
    title: 'An extension is missing',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'A statement or the profile needs a DuckDB extension that is not installed or cannot be loaded.',
    fix: 'List it under `extensions` in the profile and run once while connected to the internet, or install it from a folder: `extensions: [{name: x, repo: "\'/folder\'"}]`.',
  },
  D020: {
    title: 'Name not found in the catalog',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'The SQL names a table, function, type or schema that the database does not have.',
    fix: 'Correct the name. Models and sources are named with `ref` and `source`, so that they are built first.',
  },
  D021: {
    title: 'The SQL does not bind',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'A column, type or argument in the SQL does not fit the tables it is used with.',
    fix: 'Correct the SQL at the marked place.',
  },
  D022: {
    title: 'SQL syntax error',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'DuckDB cannot read the statement. The mark shows the first word that does not fit.',
    fix: 'Correct the SQL just before the mark.',
  },
  D023: {
    title: 'A value does not fit its type',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'While the query ran, a value could not be converted, was out of range or otherwise invalid.',
    fix: 'Use `try_cast`, or filter the rows that hold such values.',
  },
  D024: {
    title: 'A constraint is violated',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'A row breaks a constraint of the table: not null, unique, primary key, check or foreign key.',
    fix: 'Correct the rows or the constraint.',
  },
  D025: {
    title: 'Conflict with another transaction',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'Two connections changed the same table or catalog entry at the same time.',
    fix: 'Run again; let one model depend on the other, or use one thread, when it happens often.',
  },
  D026: {
    title: 'Out of memory',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'The query needs more memory than `memory_limit` allows and cannot spill all of it to disk.',
    fix: 'Use fewer threads, raise `memory_limit` under `settings`, or rewrite the query: `distinct on` instead of `row_number`, fewer wide columns in aggregates.',
  },
  D027: {
    title: 'The statement was interrupted',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'The run was stopped while this statement was running.',
    fix: 'Run the command again.',
  },
  D028: {
    title: 'A file cannot be read or written',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'The SQL reads or writes a file, and the file system or the network refused.',
    fix: 'Check the path. Relative paths count from the folder of the project.',
  },
  D029: {
    title: 'The disk is full',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'There is no space left for the database file or for temporary files.',
    fix: 'Free some space; data committed before is intact.',
  },
  D030: {
    title: 'The database file is damaged',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'A checksum of the database file or of its write-ahead log does not match.',
    fix: 'Restore the file from a copy, or remove it and build again.',
  },
  D031: {
    title: 'Not permitted by the configuration',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'A setting of the database forbids what the statement does.',
    fix: 'Change the setting in the profile, or the statement.',
  },
  D032: {
    title: 'The engine refused the statement',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'DuckDB answered with an error that belongs to no more specific code.',
    fix: 'The message of the engine says what is wrong.',
  },
  D033: {
    title: 'The transaction was rolled back',
    severity: 'error',
    kind: RUNTIME,
    explanation: 'A statement inside a transaction failed, so the transaction could not be committed.',
    fix: 'Correct the statement that failed first.',
  },
  D040: {
    title: 'The engine makes no such functions',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'DuckDB makes functions from SQL alone, and no macro of the project says how else this one is to be made.',
    fix: 'Write the function in SQL, or write the macro that makes it.',
  },
  D041: {
    title: 'A table function does not say which columns it has',
    severity: 'error',
    kind: 'Compilation Error',
    explanation: 'A function of type `table` gives rows, so what it returns is a table.',
    fix: 'Write `returns: {data_type: table}`, or name the columns: `table(id integer, name varchar)`.',
  },
  D042: {
    title: 'A Python function is not configured completely',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'A function in Python needs the version of Python and the name of what is called in the file.',
    fix: 'Set `runtime_version` and `entry_point` in its config.',
  },
  D043: {
    title: 'A pointer would replace the version it points to',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'The view that stands for the latest version of a model would have the name under which that version was built.',
    fix: 'Give the version another alias, or switch the pointer off.',
  },
  D034: {
    title: 'The database could not be checkpointed',
    severity: 'warning',
    kind: RUNTIME,
    explanation:
      'At the end of a run the write-ahead log is merged into the database file. That was not possible now; the data is safe, and the next run does it.',
    fix: 'Nothing to do. Another connection with an open transaction is the usual reason.',
  },
  D044: {
    title: 'A database cannot take part in an atomic run',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'An atomic run works on copies of the database files and puts them in place at its end. MotherDuck, DuckLake and databases of other systems cannot be copied that way.',
    fix: 'Attach the database with `read_only: true`, or run without `--atomic`.',
  },
  D045: {
    title: 'The run could not be published',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'At the end of an atomic run the database was no longer as it was when it was copied, or the copy could not be completed. To publish would undo what someone else did, so nothing was changed.',
    fix: 'Run again. Programs that open the database to write must wait for the run.',
  },
  D046: {
    title: 'A data file is damaged',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'A Parquet file is empty, was cut short, or its footer cannot be read: a copy that was not completed, or no Parquet file at all.',
    fix: 'Write the file again, or take it out of the folder. The message names it.',
  },
  D047: {
    title: 'Files that are read together differ',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'The columns of a scan over several files are those of its first file. Another file lacks one of them, or has it with a type that cannot be converted.',
    fix: 'Write the file again with the columns of the others, or read them with `union_by_name=true`.',
  },
  D048: {
    title: 'Confined SQL cannot reach this',
    severity: 'error',
    kind: RUNTIME,
    explanation:
      'The project is confined (`flags: {confine: true}`): SQL reads and writes files in the folder of the project, beside its databases and where `confine` allows it, loads no extensions and changes no settings.',
    fix: 'Name the folder: `confine: [../data]`. Extensions and settings belong in the profile, which is not confined.',
  },
});
