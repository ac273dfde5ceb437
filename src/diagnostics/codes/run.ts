import { defineCodes } from './define.ts';

/** What can go wrong while nodes are run, apart from what the engine itself says. */
export const runCodes = defineCodes({
  D101: {
    title: 'No materialization of this name',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'A node is `materialized` in a way for which no materialization exists, neither built in nor in the project or its packages.',
    fix: 'Use `view`, `table`, `incremental`, `ephemeral`, or define the materialization in a macro file.',
  },
  D102: {
    title: 'Materialization returned no relations',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'A materialization must end with `return({"relations": [...]})`: the relations that it made.',
    fix: 'Add the `return` with a list of relations at the end of the materialization.',
  },
  D103: {
    title: 'Materialization ran no main statement',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'A materialization must run its work in `{% call statement("main") %}`: its answer is the answer of the node.',
    fix: 'Name the statement that builds the relation `main`.',
  },
  D104: {
    title: 'Materialization does not support the language',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'A materialization names the languages it supports, and the model is written in another one.',
    fix: 'Write the model in SQL, or use a materialization that supports its language.',
  },
  D105: {
    title: 'A test query must answer with one row and an integer',
    severity: 'error',
    kind: 'Internal Error',
    explanation:
      'The query around a data test answers with one row of three columns: failures, should_warn, should_error; the first is an integer. `fail_calc` gave something else (`sum(x)` over no rows is null, a text is no number), or an override of `get_test_sql` or of the test materialization did.',
    fix: 'Let `fail_calc` give one integer, such as `coalesce(sum(x), 0)`.',
  },
  D106: {
    title: 'A test verdict is not a boolean',
    severity: 'error',
    kind: 'Compilation Error',
    explanation: 'The columns should_warn and should_error of a test query must be true or false.',
    fix: 'Write `warn_if` and `error_if` as comparisons, such as `> 10`.',
  },
  D107: {
    title: 'Interrupted',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The run was stopped while this node was running. Its changes were rolled back.',
    fix: 'Run the command again; `--select` limits it to what is left.',
  },
  D108: {
    title: 'No macro of this name',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The macro that was to be run exists neither in the project nor in its packages.',
    fix: 'Check the spelling; a macro of a package is called `package.macro`.',
  },
  D109: {
    title: 'Selects from a failed ephemeral model',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'An ephemeral model is part of the SQL of every model that refers to it, and this one could not be compiled.',
    fix: 'Correct the ephemeral model.',
  },
  D110: {
    title: 'A package replaces a built-in materialization',
    severity: 'warning',
    kind: 'PackageMaterializationOverrideDeprecation',
    explanation:
      'An installed package defines a materialization that is built in, and the project lets it win by turning off `require_explicit_package_overrides_for_builtin_materializations`.',
    fix: "Call the package's materialization from one of your own project, and leave the flag on.",
  },
  D111: {
    title: 'A freshness macro gives a table alone',
    severity: 'warning',
    kind: 'CollectFreshnessReturnSignature',
    explanation:
      'An override of `collect_freshness` returns the table of its answer. Since dbt 1.5 it returns the whole result, with what the engine said.',
    fix: "End the macro with `return(load_result('collect_freshness'))`.",
  },
  D112: {
    title: 'A freshness query does not answer with two moments',
    severity: 'error',
    kind: 'Database Error',
    explanation:
      'The freshness of a source is told from one row of two moments: when it was loaded last, and now. The column or query of the source, or an override of `collect_freshness`, gave something else.',
    fix: 'Cast the column to a timestamp in `loaded_at_field`, and let an override answer with one row of two columns.',
  },
  D113: {
    title: 'The freshness of a source cannot be told',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The source has a `freshness` and neither a `loaded_at_field` nor a `loaded_at_query`. DuckDB does not keep when a table was changed last; for sources over local files the time of the newest file serves.',
    fix: 'Name a column with `loaded_at_field`, or write a `loaded_at_query`.',
  },
  D114: {
    title: 'Hooks are left out of source freshness',
    severity: 'warning',
    kind: 'SourceFreshnessProjectHooksNotRun',
    explanation:
      'The project has `on-run-start` or `on-run-end` hooks and the flag `source_freshness_run_project_hooks: false`.',
    fix: 'Take the flag out; a hook can look at `flags.WHICH` to leave its work for other commands.',
  },
  D119: {
    title: 'An external model wrote no files',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'External models write their files beside their place first. Nothing lies there afterwards: a macro `write_to_file` of the project writes elsewhere.',
    fix: 'Let the macro write to the location that it is given.',
  },
  T101: {
    title: 'Data test failed',
    severity: 'error',
    kind: 'Failure',
    explanation:
      'The query of a data test found rows that should not exist, as many as `error_if` calls an error.',
    fix: 'Look at the rows (`--store-failures` keeps them), then correct the data, the model, or the test.',
  },
  T102: {
    title: 'Data test found rows to warn about',
    severity: 'warning',
    kind: 'Warning',
    explanation:
      'The query of a data test found rows that should not exist, as many as `warn_if` or its severity call a warning.',
    fix: 'Look at the rows (`--store-failures` keeps them), then correct the data, the model, or the test.',
  },
  D120: {
    title: 'There is no Python to run a model',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'Models in Python run in a Python of yours, which needs the package `duckdb`. None was found: neither under the name in `SLUICE_PYTHON` nor as `python3` or `python` on the PATH.',
    fix: 'Install Python 3, then `python3 -m pip install duckdb`; or name a Python in `SLUICE_PYTHON`.',
  },
  D121: {
    title: 'Python lacks a package',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'A model in Python needs a package that the Python that runs it does not have: `duckdb`, which every such model needs, or one that the model imports.',
    fix: 'Install the package in that Python, or name another Python in `SLUICE_PYTHON`.',
  },
  D122: {
    title: 'Model in Python fails',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The code of the model ended with an exception. The frame shows the last line of the model that it came through.',
    fix: 'Mend the code at that line. The message of the node has the whole traceback.',
  },
  D123: {
    title: 'A confined project runs no Python',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The project is confined (`flags: {confine: true}` or `--confine`), which holds for its SQL. A model in Python is a program that could read and write whatever you can, so it is not started.',
    fix: 'Leave the model out with `--exclude`, or run the project without `confine` when you trust its code.',
  },
});
