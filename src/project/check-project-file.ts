import { isMapping, mappingEntries, mappingRecord, nearest, ownValue, pythonRepr } from '../base/index.ts';
import type { YamlPath } from '../base/yaml/index.ts';
import { type DiagnosticSink, diagnostic, type Span } from '../diagnostics/index.ts';
import { type KeyRule, OLD_KEYS, PROJECT_KEYS, QUOTING_KEYS, RESERVED_NAMES } from './project-keys.ts';
import type { YamlFile } from './yaml-file.ts';

type Dict = Readonly<Record<string, unknown>>;

interface Check {
  readonly file: YamlFile;
  readonly sink: DiagnosticSink;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)(\.(0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)?$/;

const UNMATCHED = 'is not valid under any of the given schemas';

/** Per type: the test, dbt's words for a value that fails it, ours for what is wanted. */
const TYPES: Readonly<
  Record<KeyRule['type'], { holds(value: unknown): boolean; dbt: string; wanted: string }>
> = {
  text: { holds: isText, dbt: "is not of type 'string'", wanted: 'text' },
  textList: { holds: isTextList, dbt: "is not of type 'array'", wanted: 'a list of texts' },
  mapping: { holds: isMapping, dbt: "is not of type 'object'", wanted: 'a mapping' },
  mappingList: {
    holds: (value) => Array.isArray(value) && value.every(isMapping),
    dbt: "is not of type 'array'",
    wanted: 'a list of mappings',
  },
  list: { holds: Array.isArray, dbt: "is not of type 'array'", wanted: 'a list' },
  boolean: {
    holds: (value) => typeof value === 'boolean',
    dbt: "is not of type 'boolean'",
    wanted: 'true or false',
  },
  integer: { holds: Number.isInteger, dbt: "is not of type 'integer'", wanted: 'a whole number' },
  version: {
    holds: (value) => (typeof value === 'string' ? SEMVER.test(value) : isNumber(value)),
    dbt: 'is not valid under any of the given schemas',
    wanted: 'a version such as 1.0.0',
  },
  quoting: {
    holds: (value) =>
      isMapping(value) &&
      mappingEntries(value).every(([, each]) => each === null || typeof each === 'boolean'),
    dbt: 'is not valid under any of the given schemas',
    wanted: 'a mapping of `database`, `schema` and `identifier` to true or false',
  },
  textOrList: {
    holds: (value) => isText(value) || isTextList(value),
    dbt: 'is not valid under any of the given schemas',
    wanted: 'text or a list of texts',
  },
  queryComment: {
    holds: isQueryComment,
    dbt: 'is not valid under any of the given schemas',
    wanted: 'text, or a mapping of `comment`, `append` and `job-label`',
  },
};

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'object' && value !== null && 'value' in value);
}

function isQueryComment(value: unknown): boolean {
  if (isText(value)) return true;
  if (!isMapping(value)) return false;
  const known: Dict = { comment: 'string', append: 'boolean', 'job-label': 'boolean' };
  return mappingEntries(value).every(([key, each]) => each === null || typeof each === known[String(key)]);
}

/** dbt's sentence: `at path ['models']: ['a'] is not of type 'object'`, and in which file. */
function validation(check: Check, path: YamlPath, sentence: string): string {
  return `at path ${pythonRepr(path)}: ${sentence}${inFileText(check)}`;
}

function inFileText(check: Check): string {
  return `\n\nError encountered in ${check.file.absolutePath}`;
}

function checkUnknown(check: Check, key: string): void {
  const close = nearest(key, Object.keys(PROJECT_KEYS));
  check.sink.report(
    diagnostic('P005', `dbt_project.yml knows no key '${key}'`, {
      span: check.file.keySpanOf([key]),
      label: 'not a key of dbt_project.yml',
      hint: close === undefined ? undefined : `Did you mean '${close}'?`,
      dbtMessage: validation(check, [], `Additional properties are not allowed ('${key}' was unexpected)`),
    }),
  );
}

function checkType(check: Check, key: string, value: unknown): void {
  const rule = ownValue(PROJECT_KEYS, key);
  if (rule === undefined) {
    checkUnknown(check, key);
    return;
  }
  if (value === null && rule.nullable === true) return;
  const type = TYPES[rule.type];
  if (type.holds(value)) return;
  check.sink.report(
    diagnostic('P006', `'${key}' wants ${type.wanted}`, {
      span: check.file.spanOf([key]) ?? check.file.keySpanOf([key]),
      label: `this is ${pythonRepr(value)}`,
      dbtMessage: validation(
        check,
        [key],
        `${pythonRepr(value)} ${rule.isUnion === true ? UNMATCHED : type.dbt}`,
      ),
    }),
  );
}

function checkName(check: Check, name: unknown): void {
  if (name === undefined) {
    check.sink.report(
      diagnostic('P003', 'dbt_project.yml names no project', {
        span: startOf(check.file),
        hint: 'Add a line such as `name: my_project`.',
        dbtMessage: `Required "name" field not present in project${inFileText(check)}`,
      }),
    );
    return;
  }
  if (typeof name !== 'string') return;
  const span = check.file.spanOf(['name']);
  if (!/^[^\d\W]\w*$/u.test(name) && !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) {
    check.sink.report(
      diagnostic('P004', `'${name}' cannot be a project's name`, {
        span,
        hint: 'Use letters, digits and underscores; begin with a letter or an underscore.',
        dbtMessage: validation(check, ['name'], `'${name}' does not match '^[^\\\\d\\\\W]\\\\w*$'`),
      }),
    );
  } else if (RESERVED_NAMES.has(name)) {
    check.sink.report(
      diagnostic('P004', `'${name}' has a meaning of its own in templates, so no project can bear it`, {
        span,
        dbtMessage: validation(check, [], `Invalid project name: ${name} is a reserved word`),
      }),
    );
  }
}

function startOf(file: YamlFile): Span {
  const end = file.source.text.indexOf('\n');
  return { source: file.source, start: 0, end: end < 0 ? file.source.text.length : end };
}

function checkOldKeys(check: Check, values: Dict): void {
  for (const { key, replacement, silentValue, event } of OLD_KEYS) {
    if (!(key in values)) continue;
    const span = check.file.keySpanOf([key]);
    if (replacement !== null && replacement in values) {
      const sentence = `${key} and ${replacement} cannot both be defined. The \`${key}\` config has been deprecated in favor of \`${replacement}\`. Please update your \`dbt_project.yml\` configuration to reflect this change.`;
      check.sink.report(
        diagnostic('P007', `'${key}' is the old name of '${replacement}', and the file holds both`, {
          span,
          notes: [
            { message: `'${replacement}' stands here`, ...optionalSpan(check.file.keySpanOf([replacement])) },
          ],
          dbtMessage: sentence + inFileText(check),
        }),
      );
    } else if (silentValue === null || values[key] !== silentValue) {
      check.sink.report(deprecated({ key, replacement, event, span }));
    }
  }
}

function optionalSpan(span: Span | undefined): { readonly span?: Span } {
  return span === undefined ? {} : { span };
}

function deprecated(old: {
  readonly key: string;
  readonly replacement: string | null;
  readonly event: string;
  readonly span: Span | undefined;
}) {
  const { key, replacement, event, span } = old;
  if (replacement !== null) {
    return diagnostic('P008', `'${key}' is now called '${replacement}'`, {
      span,
      hint: `Rename the key to '${replacement}'.`,
      kind: event,
      dbtMessage: `The \`${key}\` config has been renamed to \`${replacement}\`. Please update your \`dbt_project.yml\` configuration to reflect this change.`,
    });
  }
  const what = key === 'log-path' ? 'logs' : 'artifacts';
  const variable = key === 'log-path' ? 'DBT_LOG_PATH' : 'DBT_TARGET_PATH';
  return diagnostic('P008', `'${key}' in dbt_project.yml is deprecated`, {
    span,
    hint: `Use --${key} or ${variable} instead.`,
    kind: event,
    dbtMessage: `The \`${key}\` config in \`dbt_project.yml\` has been deprecated, and will no longer be supported in a future version of dbt-core. If you wish to write dbt ${what} to a custom directory, please use the --${key} CLI flag or ${variable} env var instead.`,
  });
}

function checkDispatch(check: Check, dispatch: unknown): void {
  if (!Array.isArray(dispatch)) return;
  dispatch.forEach((entry: unknown, at) => {
    if (!isMapping(entry)) return;
    const record = mappingRecord(entry);
    if ('macro_namespace' in record && Array.isArray(record['search_order'])) return;
    check.sink.report(
      diagnostic('P006', 'an entry of `dispatch` needs `macro_namespace` and a list `search_order`', {
        span: check.file.spanOf(['dispatch', at]),
        dbtMessage: validation(check, [], `Invalid project dispatch config: ${pythonRepr(entry)}`),
      }),
    );
  });
}

function checkQuoting(check: Check, quoting: unknown): void {
  if (!isMapping(quoting)) return;
  for (const [key] of mappingEntries(quoting)) {
    if ((QUOTING_KEYS as readonly string[]).includes(String(key))) continue;
    const close = nearest(String(key), QUOTING_KEYS);
    check.sink.report(
      diagnostic('P005', `'quoting' knows no key '${key}'`, {
        span: check.file.keySpanOf(['quoting', key]),
        hint: close === undefined ? undefined : `Did you mean '${close}'?`,
        dbtMessage: validation(
          check,
          ['quoting'],
          `${pythonRepr(quoting)} is not valid under any of the given schemas`,
        ),
      }),
    );
  }
}

/** Checks the rendered values of a `dbt_project.yml`: keys, types, name, old keys. Everything found is reported. */
export function checkProjectFile(check: Check, values: Dict): void {
  checkName(check, values['name']);
  checkOldKeys(check, values);
  for (const [key, value] of Object.entries(values)) checkType(check, key, value);
  checkDispatch(check, values['dispatch']);
  checkQuoting(check, values['quoting']);
  const tests = values['tests'];
  if (isMapping(tests) && 'data_tests' in values) {
    check.sink.report(
      diagnostic('P007', "'tests' is the old name of 'data_tests', and the file holds both", {
        span: check.file.keySpanOf(['tests']),
        dbtMessage: validation(
          check,
          [],
          "Invalid project config: cannot have both 'tests' and 'data_tests' defined",
        ),
      }),
    );
  }
}
