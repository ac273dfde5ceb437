import { defineCodes } from './define.ts';

const COMPILATION = 'Compilation Error';

/** What templates ask of their context and cannot have. `J1xx` concern macros and functions, `N1xx` other resources. */
export const contextCodes = defineCodes({
  J100: {
    title: 'A macro raised an error',
    severity: 'error',
    kind: COMPILATION,
    explanation: 'A template called `exceptions.raise_compiler_error` or one of its relatives.',
    fix: 'Do what the message says, or change the macro that raises it: the stack shows where it was called.',
  },
  J101: {
    title: 'No implementation to dispatch to',
    severity: 'error',
    kind: COMPILATION,
    explanation:
      '`adapter.dispatch` tries a macro under the prefix of the engine and then under `default__`, in each package of the search order, and found none.',
    fix: 'Define one of the macros that were searched for, install the package that holds it, or correct the name.',
  },
  J102: {
    title: 'Ambiguous materialization',
    severity: 'error',
    kind: COMPILATION,
    explanation: 'Two packages define the same materialization, and nothing makes one of them win.',
    fix: 'Define the materialization in your own project, or remove one of the packages.',
  },
  J103: {
    title: 'Wrong arguments',
    severity: 'error',
    kind: COMPILATION,
    explanation: 'A function of the template context was called with arguments that it does not take.',
    fix: 'Correct the call; the message says what the function expects.',
  },
  J107: {
    title: 'Required config not set',
    severity: 'error',
    kind: COMPILATION,
    explanation: 'A macro asked with `config.require` for a config that the model does not set.',
    fix: 'Set the config in the model, in its properties file or in dbt_project.yml.',
  },
  J108: {
    title: 'Statement result already loaded',
    severity: 'error',
    kind: COMPILATION,
    explanation: '`load_result` hands out the result of a statement once.',
    fix: 'Keep the result in a variable and use that.',
  },
  J109: {
    title: 'Wrong use of the adapter',
    severity: 'error',
    kind: COMPILATION,
    explanation: 'A method of `adapter`, a relation or a column was called in a way that it does not allow.',
    fix: 'Correct the call; the message says what the method expects.',
  },
  J110: {
    title: 'A macro warns',
    severity: 'warning',
    kind: 'Warning',
    explanation: 'A template called `exceptions.warn`.',
    fix: 'Do what the message says, or change the macro that warns.',
  },
  J111: {
    title: 'No connection to the engine here',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'A template runs a query, but queries were ruled out for this command.',
    fix: 'Leave `--no-introspect` away, or guard the query with `{% if execute %}`.',
  },
  J112: {
    title: 'Python is called out of place',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      '`submit_python_job` runs the code of a model in Python, while the materialization of that model asks for it. Nothing else can call it.',
    fix: 'Write a model in Python (a `.py` file below `model-paths`) for what is to run there.',
  },
  J113: {
    title: 'Not possible with this engine',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'A macro asked for something that this engine, or Sluice, does not offer.',
    fix: 'Use one of the alternatives that the message names.',
  },
  J114: {
    title: 'Illegal query comment',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The `query-comment` of dbt_project.yml renders to text that holds `*/`, which would end the comment early.',
    fix: 'Take `*/` out of the comment.',
  },
  J115: {
    title: 'A macro raised a database error',
    severity: 'error',
    kind: 'Database Error',
    explanation: 'A template called `exceptions.raise_database_error`.',
    fix: 'Do what the message says, or change the macro that raises it.',
  },
  J117: {
    title: "A template uses Python's itertools",
    severity: 'warning',
    kind: 'ModulesItertoolsUsageDeprecation',
    explanation: 'dbt will stop offering `modules.itertools` to templates.',
    fix: 'Use loops and filters of Jinja instead.',
  },
  J118: {
    title: 'The adapter warns',
    severity: 'warning',
    kind: 'AdapterEventWarning',
    explanation:
      'The engine has no counterpart of what a model is configured with, such as `grants`, and goes without it.',
    fix: 'Leave the config out for this engine, or live with the warning.',
  },
  J116: {
    title: 'A contract is not kept',
    severity: 'error',
    kind: COMPILATION,
    explanation:
      'The model has `contract: {enforced: true}`, and the columns of its query are not those that the contract declares, or a declared column has no type.',
    fix: 'Change the query or the declared columns until names and types are the same.',
  },
  N100: {
    title: 'Reference to something that does not exist',
    severity: 'error',
    kind: COMPILATION,
    explanation:
      'A template refers to a model, seed, snapshot, source or function that is missing or disabled.',
    fix: 'Correct the name, or define or enable what it names.',
  },
  N101: {
    title: 'Reference that was not seen while parsing',
    severity: 'error',
    kind: COMPILATION,
    explanation:
      'The template calls `ref()` only when it runs, for example inside `{% if execute %}`, so the order of the nodes does not account for it.',
    fix: 'Add the hint that the message shows at the top of the model.',
  },
  N102: {
    title: 'Reference that is not allowed',
    severity: 'error',
    kind: 'Parsing Error',
    explanation: 'The model referred to is private to its group or protected inside its package.',
    fix: 'Put both models into one group, or change the `access` of the model referred to.',
  },
  N103: {
    title: 'An operation cannot select from an ephemeral model',
    severity: 'error',
    kind: COMPILATION,
    explanation:
      'Ephemeral models exist only inside the SQL of other models; a macro that runs alone cannot use one.',
    fix: 'Materialize the model as a view or table.',
  },
  N104: {
    title: 'Docs block not found',
    severity: 'error',
    kind: COMPILATION,
    explanation: 'A description calls `doc()` with a name that no `{% docs %}` block has.',
    fix: 'Correct the name, or write the block.',
  },
  N105: {
    title: 'Bad external location',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The `external_location` of a source has a placeholder that nothing fills, or its `formatter` is not known.',
    fix: "Use `{name}`, `{identifier}`, `{schema}` or keys of the source's `meta`, and a formatter of `newstyle`, `oldstyle` or `template`.",
  },
  N106: {
    title: 'Seed file not readable',
    severity: 'error',
    kind: COMPILATION,
    explanation: 'The CSV file of a seed could not be read as a table.',
    fix: 'Correct the file; the message says what is wrong.',
  },
});
