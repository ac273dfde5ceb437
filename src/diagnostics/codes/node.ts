import { defineCodes } from './define.ts';

export const nodeCodes = defineCodes({
  N001: {
    title: 'A ref() target was not found',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'A `ref()` names a model, seed or snapshot that exists neither in the package it is written in nor in the project.',
    fix: 'Correct the name, name the package as the first argument, or add the missing file.',
  },
  N002: {
    title: 'A properties file has the wrong form',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'A properties file holds lists such as `models:` and `sources:`. Every entry of such a list is a mapping with a `name`.',
    fix: 'Give the list entries the form `- name: ...`.',
  },
  N003: {
    title: 'An entry of a properties file is not valid',
    severity: 'error',
    kind: 'Parsing Error',
    explanation: 'A value in the entry has a type that dbt does not accept there, or something is missing.',
    fix: 'Correct the value at the place that the message shows.',
  },
  N004: {
    title: 'An attribute stands both beside and inside `config`',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      '`meta`, `docs`, `group`, `access` and `contract` may stand in the entry or in its `config`, not in both.',
    fix: 'Keep the one under `config` and remove the other.',
  },
  N006: {
    title: 'A source() target was not found',
    severity: 'error',
    kind: 'Compilation Error',
    explanation: 'A `source()` names a table that no `sources:` entry declares.',
    fix: 'Correct the names, or declare the table under `sources:` in a properties file.',
  },
  N007: {
    title: 'A ref() or source() target is disabled',
    severity: 'error',
    kind: 'Compilation Error',
    explanation: 'The model, seed, snapshot or source that is referred to has `enabled: false`.',
    fix: 'Enable it, or disable what refers to it as well.',
  },
  N008: {
    title: 'A test refers to something that was not found or is disabled',
    severity: 'warning',
    kind: 'NodeNotFoundOrDisabled',
    explanation: 'The test is left out, because what it tests or refers to does not exist or is disabled.',
    fix: 'Correct the name, or remove the test.',
  },
  N009: {
    title: 'Two resources have the same name',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'Names are unique within a package: models, seeds and snapshots share one set of names for `ref()`.',
    fix: 'Rename one of the two.',
  },
  N010: {
    title: 'Two resources would build the same relation',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'Database, schema and alias of two resources are the same, so that one would overwrite the other.',
    fix: 'Give one of them another `alias` or `schema`.',
  },
  N011: {
    title: 'A ref() is ambiguous',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'Several packages have a resource of this name, and the call does not say which one is meant.',
    fix: "Name the package: `ref('package', 'name')`.",
  },
  N012: {
    title: 'A resource is described twice',
    severity: 'error',
    kind: 'Compilation Error',
    explanation: 'Two entries of properties files describe the same resource.',
    fix: 'Keep one of the two entries.',
  },
  N013: {
    title: 'A properties entry describes nothing',
    severity: 'warning',
    kind: 'NoNodeForYamlKey',
    explanation: 'An entry of a properties file names a resource that does not exist in its package.',
    fix: 'Correct the name, or remove the entry.',
  },
  N014: {
    title: 'A properties entry stands in the wrong list',
    severity: 'warning',
    kind: 'WrongResourceSchemaFile',
    explanation: 'The entry names a resource of another kind: a seed under `models:`, for instance.',
    fix: 'Move the entry to the list of its kind.',
  },
  N015: {
    title: 'A config value is not valid',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'A value that a `config()` call, a properties file or `dbt_project.yml` gives has a type that dbt does not accept.',
    fix: 'Correct the value.',
  },
  N016: {
    title: 'A generic test is not written correctly',
    severity: 'error',
    kind: 'Parsing Error',
    explanation: 'A test is a name, or a mapping with the name as its only key and the arguments below it.',
    fix: 'Write `- not_null`, or `- accepted_values: {arguments: {values: [...]}}`.',
  },
  N017: {
    title: 'A generic test does not exist',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'There is no `{% test %}` block of this name in the project, its packages or the built-in tests.',
    fix: 'Correct the name, define the test, or install the package that has it.',
  },
  N018: {
    title: 'A generic test is called with wrong arguments',
    severity: 'error',
    kind: 'Compilation Error',
    explanation: 'The test has no argument of this name, or needs one that is not given.',
    fix: 'Give the arguments that the test declares.',
  },
  N020: {
    title: 'A config path is used by nothing',
    severity: 'warning',
    kind: 'UnusedResourceConfigPath',
    explanation: 'A path in `dbt_project.yml` configures folders or resources that do not exist.',
    fix: 'Correct the path, or remove it.',
  },
  N021: {
    title: 'A group does not exist',
    severity: 'error',
    kind: 'Parsing Error',
    explanation: 'A resource says that it belongs to a group that no `groups:` entry declares.',
    fix: 'Correct the name, or declare the group.',
  },
  N022: {
    title: 'A model may not be referred to from here',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'A private model can be used inside its group only; a protected one inside its package only, where that restricts access.',
    fix: 'Put the referring resource into the same group, or give the model more access.',
  },
  N023: {
    title: 'An access level is not valid',
    severity: 'error',
    kind: 'Parsing Error',
    explanation: '`access` is `private`, `protected` or `public`; an ephemeral model cannot be public.',
    fix: 'Use one of the three levels.',
  },
  N025: {
    title: 'A snapshot is not configured completely',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'A snapshot needs `strategy` and `unique_key`; the timestamp strategy needs `updated_at`, the check strategy `check_cols`.',
    fix: 'Add the missing configuration.',
  },
  N026: {
    title: 'A macro is described that does not exist',
    severity: 'warning',
    kind: 'MacroNotFoundForPatch',
    explanation: 'An entry under `macros:` names a macro that its package does not have.',
    fix: 'Correct the name, or remove the entry.',
  },
  N027: {
    title: 'Two macros have the same name',
    severity: 'error',
    kind: 'Compilation Error',
    explanation: 'A package has two macros of the same name.',
    fix: 'Rename one of the two.',
  },
  N028: {
    title: 'A described macro argument does not fit the macro',
    severity: 'warning',
    kind: 'InvalidMacroAnnotation',
    explanation:
      'The arguments under `macros:` differ in name or number from those of the macro, or have an unknown type.',
    fix: 'Describe the arguments as the macro declares them.',
  },
  N029: {
    title: 'An override of a source is used by nothing',
    severity: 'warning',
    kind: 'UnusedTables',
    explanation: 'A source with `overrides:` names a source or table that the package does not have.',
    fix: 'Correct the names, or remove the override.',
  },
  N030: {
    title: 'A key that dbt does not know',
    severity: 'warning',
    kind: 'CustomKeyInObjectDeprecation',
    explanation: 'The key is kept but has no meaning; it looks like a misspelt one.',
    fix: 'Correct the key, or put it under `config.meta`.',
  },
  N031: {
    title: 'A generic test has arguments outside `arguments`',
    severity: 'warning',
    kind: 'MissingArgumentsPropertyInGenericTestDeprecation',
    explanation: 'dbt wants the arguments of a generic test below `arguments:`.',
    fix: 'Move them below `arguments:`.',
  },
  N032: {
    title: 'A unit test is not written correctly',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'A unit test names a model, its inputs under `given` and the rows it shall give under `expect`.',
    fix: 'Correct the place that the message shows.',
  },
  N033: {
    title: 'A model version is ambiguous or missing',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'A package has versioned and unversioned models of the same name, or a version that is referred to does not exist.',
    fix: 'Rename the unversioned model, or make it one of the versions.',
  },
  N035: {
    title: 'A config of a generic test stands outside `config`',
    severity: 'warning',
    kind: 'PropertyMovedToConfigDeprecation',
    explanation: 'dbt wants `severity`, `where`, `tags` and other configs of a generic test below `config:`.',
    fix: 'Move the key below `config:`.',
  },
  N036: {
    title: 'Constraints are ignored',
    severity: 'warning',
    kind: 'UnsupportedConstraintMaterialization',
    explanation:
      'A model with an enforced contract has constraints, but its materialization builds nothing that could have them.',
    fix: 'Materialize the model as a table, or set `warn_unsupported: false` on the constraint.',
  },
  N037: {
    title: 'A contract or a primary key is not declared correctly',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'An enforced contract needs columns in a properties file; a primary key stands at one column or at the model, once.',
    fix: 'Declare the columns, or keep one of the primary keys.',
  },
  N038: {
    title: 'A microbatch model is not configured completely',
    severity: 'error',
    kind: 'Parsing Error',
    explanation: 'The microbatch strategy needs `event_time`, `begin` and `batch_size`.',
    fix: 'Add the missing configuration.',
  },
  N048: {
    title: 'A microbatch model reads nothing by event time',
    severity: 'warning',
    kind: 'MicrobatchModelNoEventTimeInputs',
    explanation:
      'None of the models and sources that a microbatch model selects from has an `event_time`, so that every batch reads all of their rows.',
    fix: 'Set `event_time` in the config of what the model reads, or filter by `model.batch` in its SQL.',
  },
  N049: {
    title: 'An own microbatch strategy builds everything at once',
    severity: 'warning',
    kind: 'MicrobatchMacroOutsideOfBatchesDeprecation',
    explanation:
      'The project has a macro `get_incremental_microbatch_sql` of its own, and the flag `require_batched_execution_for_custom_microbatch_strategy` is off: its microbatch models are not built in batches.',
    fix: 'Take the flag out, so that the macro is called for each batch.',
  },
  N039: {
    title: 'A resource name has spaces',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'Names of resources cannot contain spaces.',
    fix: 'Rename the resource.',
  },
  N040: {
    title: 'A deprecated model is used',
    severity: 'warning',
    kind: 'DeprecatedReference',
    explanation: 'The model that is referred to has a `deprecation_date` that has passed or is coming.',
    fix: 'Refer to a newer version, or to what replaces the model.',
  },
  N041: {
    title: 'The freshness of a source cannot be told',
    severity: 'warning',
    kind: 'FreshnessConfigProblem',
    explanation:
      'The source has freshness thresholds but no `loaded_at_field` or `loaded_at_query`, and the engine keeps no such times.',
    fix: 'Add a `loaded_at_field`, or set `freshness: null`.',
  },
  N043: {
    title: 'A function is not described correctly',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'The overloads of a function are files of their own that belong to one function alone, and arguments with a default come last.',
    fix: 'Correct the place that the message shows.',
  },
  N044: {
    title: 'A function in JavaScript',
    severity: 'error',
    kind: 'Parsing Error',
    explanation: 'DuckDB runs no JavaScript, so a function cannot be made of this file.',
    fix: 'Write the function in SQL.',
  },
  N064: {
    title: 'The name of an exposure has spaces or signs',
    severity: 'warning',
    kind: 'ExposureNameDeprecation',
    explanation: 'dbt wants names of exposures to be made of letters, digits, underscores and hyphens.',
    fix: 'Rename the exposure, and put what people shall read into its `label`.',
  },
  N065: {
    title: 'A config of a data test that a flag switches on',
    severity: 'warning',
    kind: 'CustomKeyInConfigDeprecation',
    explanation:
      'A data test has a `sql_header`, which dbt takes for an unknown key until the flag `require_sql_header_in_test_configs` is set.',
    fix: 'Set the flag under `flags:` in dbt_project.yml, or remove the header.',
  },
  N066: {
    title: 'A value that is left out',
    severity: 'warning',
    kind: 'ValidationWarning',
    explanation:
      'A tag in the config of a source or table is no text, or a seed, snapshot or analysis has `constraints`, which only models have.',
    fix: 'Put the tag into quotation marks; remove the constraints.',
  },
  N061: {
    title: 'A package depends on the project that uses it',
    severity: 'warning',
    kind: 'PackageNodeDependsOnRootProjectNode',
    explanation:
      'A `ref()` in a package finds a resource of the root project before one of its own, which may close a circle.',
    fix: "Set the flag `require_ref_searches_node_package_before_root`, or name the package: `ref('package', 'name')`.",
  },
  N060: {
    title: 'A hook of a seed asks for another node',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'Lineage begins at seeds: nothing is built before them. A pre- or post-hook of this one calls `ref()` or `source()`, itself or through a macro.',
    fix: 'Move the statement into a model that reads the seed, or into an `on-run-end` hook.',
  },
  N034: {
    title: 'A Python model is not written correctly',
    severity: 'error',
    kind: 'Parsing Error',
    explanation: 'A Python model is a function `model(dbt, session)` that returns one data frame.',
    fix: 'Correct the place that the message shows.',
  },
  N090: {
    title: 'Nodes read from each other in a circle',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'Following the references of a node leads back to it, so none of these nodes can be the first.',
    fix: 'Remove one of the references that the message lists.',
  },
});
