import { defineCodes } from './define.ts';

export const cliCodes = defineCodes({
  C001: {
    title: 'Options exclude each other',
    severity: 'error',
    kind: 'Usage Error',
    explanation: 'Two options were given of which only one makes sense, or one of a pair is missing.',
    fix: 'Give one of the two; of `--event-time-start` and `--event-time-end` give both.',
  },
  C002: {
    title: 'No option of this name',
    severity: 'error',
    kind: 'Usage Error',
    explanation: 'The command does not have the option that it was called with.',
    fix: 'Look at the help of the command: `sluice run --help`.',
  },
  C003: {
    title: 'The value of an option cannot be used',
    severity: 'error',
    kind: 'Usage Error',
    explanation:
      'An option was given a value of the wrong shape, such as text where a YAML mapping is expected.',
    fix: 'Correct the value; YAML options take mappings such as `{name: value}`.',
  },
  C004: {
    title: 'Clean would delete what it must not',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      '`clean-targets` names a folder that holds sources of the project, or one outside of the project.',
    fix: 'Take the folder out of `clean-targets`; `--no-clean-project-files-only` allows folders outside of the project.',
  },
  C005: {
    title: 'The folder of the new project exists',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: '`init` makes a new folder and does not write into one that is there already.',
    fix: 'Choose another name, or remove the folder.',
  },
  C006: {
    title: 'Not a name for a project',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The name of a project consists of letters, digits and underscores, and starts with a letter or underscore.',
    fix: 'Choose such a name.',
  },
  C007: {
    title: 'Nothing to run',
    severity: 'error',
    kind: 'Usage Error',
    explanation: '`run-operation` needs the name of a macro, or SQL with `--sql`; not both.',
    fix: 'Call it as `sluice run-operation my_macro` or `sluice run-operation --sql "..."`.',
  },
  C009: {
    title: 'Nothing to do',
    severity: 'warning',
    kind: 'Compilation Error',
    explanation: 'What is selected holds no node that the command works on.',
    fix: 'Look at what `sluice ls` lists with the same selection.',
  },
  C008: {
    title: 'Parts of Sluice are missing',
    severity: 'error',
    kind: 'Internal Error',
    explanation: 'The folder `templates` that belongs to Sluice is not where it was installed.',
    fix: 'Install Sluice again.',
  },
  C010: {
    title: 'An environment variable has another name now',
    severity: 'warning',
    kind: 'EnvironmentVariableRenamed',
    explanation:
      'A variable of an older dbt version is set. It still works, and wins over the variable of now.',
    fix: 'Set the variable of now instead.',
  },
  C011: {
    title: 'An environment variable with a reserved prefix',
    severity: 'warning',
    kind: 'EnvironmentVariableNamespaceDeprecation',
    explanation: 'Variables that begin with `DBT_ENGINE_` are kept for options, and no option has this name.',
    fix: 'Correct the name, or give a variable of your own another prefix.',
  },
  C012: {
    title: 'An older name of --select',
    severity: 'warning',
    kind: 'ModelParamUsageDeprecation',
    explanation: '`--models`, `--model` and `-m` are older names of `--select`.',
    fix: 'Use `--select` or `-s`.',
  },
  C013: {
    title: 'The selector leaves --select and --exclude without effect',
    severity: 'warning',
    kind: 'SelectExcludeIgnoredWithSelectorWarning',
    explanation: 'With `--selector` the selection is taken from selectors.yml alone.',
    fix: 'Leave out `--select` and `--exclude`, or `--selector`.',
  },
  C014: {
    title: 'Older keys of warn_error_options',
    severity: 'warning',
    kind: 'WEOIncludeExcludeDeprecation',
    explanation: '`include` and `exclude` are older names of `error` and `warn`.',
    fix: 'Use `error` and `warn`.',
  },
  C017: {
    title: 'A place of its own for the results of source freshness',
    severity: 'warning',
    kind: 'CustomOutputPathInSourceFreshnessDeprecation',
    explanation:
      '`source freshness --output FILE` writes the results elsewhere, where `source_status:` does not find them.',
    fix: 'Leave `--output` out, and copy `target/sources.json` afterwards.',
  },
  C016: {
    title: 'A profile is named for a project that is there',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: '`init` in the folder of a project writes a profile of its own for it.',
    fix: 'Leave out `--profile`, or write the name into dbt_project.yml.',
  },
  C015: {
    title: 'Another dbt is there',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'An alias would stand in the place of a `dbt` that is installed, or before or behind it on the PATH. Sluice never takes the place of another program.',
    fix: 'Call `sluice` by its own name, remove the other dbt, or name a folder of its own with `--path`.',
  },
  C018: {
    title: 'A file cannot be read or written',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The system refused to read or write a file: the disk is full or read-only, the file belongs to somebody else, or too many files are open.',
    fix: 'The message names the file and what the system says. Nothing was half-written: files are put in place as a whole.',
  },
});
