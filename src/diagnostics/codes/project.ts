import { defineCodes } from './define.ts';

export const projectCodes = defineCodes({
  P001: {
    title: 'No dbt_project.yml found',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'A project is a folder with a file `dbt_project.yml`. Neither the folder given nor one above it has one.',
    fix: 'Go into a project, name its folder with `--project-dir`, or start a new one with `init`.',
  },
  P002: {
    title: 'A project file has the wrong shape',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The file must hold a mapping of keys to values, and it holds something else or nothing.',
    fix: 'Write `key: value` lines; `dbt_project.yml` needs at least `name:`.',
  },
  P003: {
    title: 'The project has no name',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'Every `dbt_project.yml` names its project: other files refer to it by this name.',
    fix: 'Add `name: my_project`, made of letters, digits and underscores.',
  },
  P004: {
    title: 'The project name cannot be used',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'A project name consists of letters, digits and underscores, does not start with a digit, and is not one of the names that templates already give a meaning to.',
    fix: 'Choose another name and use it in `models:` and the other sections as well.',
  },
  P005: {
    title: 'Unknown key in dbt_project.yml',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The top level of `dbt_project.yml` knows a fixed set of keys, and this is none of them.',
    fix: 'Correct its spelling, or move it to the section where it belongs.',
  },
  P006: {
    title: 'A key of dbt_project.yml has a value of the wrong type',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The key wants text, a list, a mapping or a boolean, and its value is something else.',
    fix: 'Write the value in the form that the message names.',
  },
  P007: {
    title: 'An old and a new key mean the same',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The key was renamed, and the file holds both the old and the new name.',
    fix: 'Remove the old key.',
  },
  P008: {
    title: 'A key of dbt_project.yml is deprecated',
    severity: 'warning',
    kind: 'Deprecation',
    explanation: 'The key still works, and has a better place or name.',
    fix: 'Use what the message names.',
  },
  P009: {
    title: 'A version requirement cannot be read',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      '`require-dbt-version` takes full semantic versions with an optional `>`, `>=`, `<`, `<=` or `=` before them.',
    fix: 'Write all three parts, such as ">=1.8.0".',
  },
  P010: {
    title: 'A package wants another version of dbt',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The `require-dbt-version` of the project or a package excludes the dbt version that Sluice answers as.',
    fix: 'Use a version of the package that fits, or skip the check with `--no-version-check`.',
  },
  P011: {
    title: 'No version can satisfy a requirement',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The parts of `require-dbt-version` exclude each other.',
    fix: 'Correct the requirement, or skip the check with `--no-version-check`.',
  },
  P013: {
    title: 'A file of the project cannot be read',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The file exists and the operating system does not let Sluice read it.',
    fix: 'Check its permissions.',
  },
  P020: {
    title: 'A required variable is missing',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      '`var()` without a default asks for a variable that neither `--vars` nor a `vars:` section gives.',
    fix: 'Give it with `--vars`, in `vars:` of dbt_project.yml, or write a default as second argument.',
  },
  P021: {
    title: 'A required environment variable is missing',
    severity: 'error',
    kind: 'Parsing Error',
    explanation: '`env_var()` without a default asks for an environment variable that is not set.',
    fix: 'Set the variable, or write a default as second argument.',
  },
  P022: {
    title: 'A secret is used where it could leak',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'Environment variables whose names begin with `DBT_ENV_SECRET` may be read in profiles.yml and packages.yml only.',
    fix: 'Use a variable with another name, or move the value into the profile.',
  },
  P023: {
    title: 'Variables stand in two places',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'Project variables stand either in `vars.yml` or under `vars:` in dbt_project.yml.',
    fix: 'Move all of them to one of the two files.',
  },
  P024: {
    title: 'The text of --vars is not a YAML mapping',
    severity: 'error',
    kind: 'Compilation Error',
    explanation: '`--vars` takes a YAML or JSON mapping of names to values.',
    fix: `Write it like --vars '{"key": "value"}'.`,
  },
  P030: {
    title: 'The profile was not found',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The project names a profile that profiles.yml does not hold, or names none although there is a profiles.yml.',
    fix: 'Write `profile:` in dbt_project.yml with one of the names in profiles.yml.',
  },
  P031: {
    title: 'profiles.yml cannot be used',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The file is empty, or the profile in it lacks what every profile has: `outputs:` with at least one target.',
    fix: 'Write `<profile>: {target: dev, outputs: {dev: {type: duckdb, path: my.duckdb}}}`.',
  },
  P032: {
    title: 'The profile has no such target',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The target that was asked for is none of the outputs of the profile.',
    fix: 'Use one of the targets that the message lists.',
  },
  P033: {
    title: 'A target does not say which engine it is for',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'Every output in profiles.yml has a `type`, such as `duckdb`.',
    fix: 'Add `type: duckdb`.',
  },
  P035: {
    title: 'The number of threads is not a whole number',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: '`threads` says how many nodes may run at once.',
    fix: 'Write a whole number of at least 1.',
  },
  P040: {
    title: 'Packages are not installed',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'packages.yml or dependencies.yml asks for packages, and the folder for installed packages holds another number of them.',
    fix: 'Install the packages into the folder that the message names.',
  },
  P041: {
    title: 'Two packages have the same name',
    severity: 'error',
    kind: 'Compilation Error',
    explanation: 'The project and the packages in use must all have different names.',
    fix: 'Remove or rename one of them.',
  },
  P042: {
    title: 'An installed package cannot be read',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'A folder among the installed packages holds no usable dbt_project.yml.',
    fix: 'Install the package again, or remove its folder.',
  },
  P043: {
    title: 'packages.yml or dependencies.yml is malformed',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      '`packages:` is a list; each entry names a package by `package`, `git`, `local`, `tarball` or `private`.',
    fix: 'Correct the entry that the message names.',
  },
  P044: {
    title: 'selectors.yml is malformed',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: '`selectors:` is a list of entries with a `name` and a `definition`.',
    fix: 'Correct the entry that the message names.',
  },
  P045: {
    title: 'catalogs.yml cannot be used',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'An entry of the file is malformed, or it declares a catalog: DuckDB has no catalogs to write to, and dbt refuses them there too.',
    fix: 'Correct the entry that the message names, or remove the file. A database is added with `attach` in the profile.',
  },
  P046: {
    title: 'Files would be written outside of the target folder',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'A path of the project leads out of the folder for results. Files there would be replaced, so nothing was written.',
    fix: 'Write a path without `..` that names a folder of the project.',
  },
});
