import { pythonRepr, pythonStr, pythonTypeName } from '../../base/index.ts';
import { type Dict, isDict } from '../config/plain.ts';

/** A generic test as declared, taken apart. */
export interface TestDefinition {
  readonly name: string;
  readonly namespace: string | null;
  /** What the test macro is called with, without `model`. */
  readonly kwargs: Dict;
  readonly config: Dict;
  readonly description: string;
  /** The name that the author gave it, or null. */
  readonly customName: string | null;
  /** Arguments that stand outside `arguments:`, which dbt deprecates. */
  readonly looseArguments: readonly string[];
  /** Configs that stand outside `config:`, which dbt deprecates too. */
  readonly looseConfigs: readonly string[];
}

/** Why a test cannot be read, in dbt's words. */
export class TestFault extends Error {
  readonly kind: 'Parsing Error' | 'Compilation Error';
  /** Whether dbt says this alone, without the file and the entry. */
  readonly isBare: boolean;

  constructor(
    message: string,
    kind: 'Parsing Error' | 'Compilation Error' = 'Parsing Error',
    isBare = false,
  ) {
    super(message);
    this.kind = kind;
    this.isBare = isBare;
  }
}

/** Keys of a test that are configs although they stand beside its arguments; `null` values are dropped. */
const CONFIG_KEYS = [
  'severity',
  'tags',
  'enabled',
  'where',
  'limit',
  'warn_if',
  'error_if',
  'fail_calc',
  'store_failures',
  'store_failures_as',
  'sql_header',
  'meta',
  'database',
  'schema',
  'alias',
] as const;

const NOT_ARGUMENTS: ReadonlySet<string> = new Set([
  'config',
  'column_name',
  'description',
  'name',
  ...CONFIG_KEYS,
]);

const NAME = /^(?:([a-zA-Z_][0-9a-zA-Z_]*)\.)?([a-zA-Z_][0-9a-zA-Z_]*)/;

export interface ReadTestOptions {
  readonly definition: unknown;
  /** Quoted when the column is quoted; null for a test of the whole model. */
  readonly columnName: string | null;
  /** Whether `arguments:` is dbt's list of arguments, as it is by default, or an argument of this name. */
  readonly argumentsProperty: boolean;
  /** The model or source, as messages call it. */
  readonly targetName: string;
  /** Renders a template in a config value. Throws `UnknownName` where it asks for what is not there. */
  readonly render: (text: string) => unknown;
}

/** A template of a config value asks for a name that there is not; the message is Jinja's. */
export class UnknownName extends Error {}

function nameAndArguments(definition: unknown): readonly [unknown, unknown] {
  if (typeof definition === 'string') return [definition, {}];
  if (!isDict(definition)) {
    throw new TestFault(
      `test must be dict or str, got ${pythonTypeName(definition)} (value ${pythonStr(definition)})`,
    );
  }
  if ('test_name' in definition) {
    const { test_name: name, ...rest } = definition;
    return [name, rest];
  }
  const entries = Object.entries(definition);
  const [only] = entries;
  if (entries.length !== 1 || only === undefined) {
    const shown = `[${entries.map(([key, value]) => `(${pythonRepr(key)}, ${pythonRepr(value)})`).join(', ')}]`;
    throw new TestFault(
      `test definition dictionary must have exactly one key, got ${shown} instead (${entries.length} keys)`,
    );
  }
  return only;
}

interface Arguments {
  readonly all: Record<string, unknown>;
  readonly loose: readonly string[];
  readonly looseConfigs: readonly string[];
}

const CONFIGS: ReadonlySet<string> = new Set(CONFIG_KEYS);

/** `arguments:` spread beside the rest, after `column_name`: the order decides the order of captured refs. */
function spreadArguments(written: Dict, options: ReadTestOptions): Arguments {
  const all: Record<string, unknown> = { ...written };
  if (options.columnName !== null) all['column_name'] = options.columnName;
  if (!options.argumentsProperty) return { all, loose: [], looseConfigs: [] };
  const inner = all['arguments'];
  delete all['arguments'];
  const hasInner = isDict(inner) ? Object.keys(inner).length > 0 : Boolean(inner);
  const loose = hasInner ? [] : Object.keys(all).filter((key) => !NOT_ARGUMENTS.has(key));
  const looseConfigs = Object.keys(all).filter((key) => CONFIGS.has(key));
  if (isDict(inner)) Object.assign(all, inner);
  return { all, loose, looseConfigs };
}

function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isDict(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** Takes the configs out of `args`: those beside the arguments first, then the rest of `config:`. */
function takeConfig(args: Record<string, unknown>, render: (key: string, text: string) => unknown): Dict {
  const written = args['config'];
  if ('config' in args && !isDict(written)) {
    throw new TestFault(
      `'config' must be a dict, got ${pythonTypeName(written)} (value ${pythonStr(written)})`,
    );
  }
  const inside: Record<string, unknown> = { ...(isDict(written) ? written : {}) };
  delete args['config'];
  const found: Record<string, unknown> = {};
  const add = (key: string, value: unknown) => {
    const rendered = typeof value === 'string' ? render(key, value) : value;
    if (rendered !== null && rendered !== undefined) found[key] = rendered;
  };
  for (const key of CONFIG_KEYS) {
    const beside = args[key];
    delete args[key];
    if (isTruthy(beside) && key in inside) {
      throw new TestFault(
        'Test cannot have the same key at the top-level and in config',
        'Compilation Error',
      );
    }
    const value = isTruthy(beside) ? beside : key in inside ? inside[key] : beside;
    if (!isTruthy(beside)) delete inside[key];
    add(key, value);
  }
  for (const [key, value] of Object.entries(inside)) add(key, value);
  return found;
}

function renderConfigValue(
  { render, targetName, columnName }: ReadTestOptions,
  value: { readonly name: string; readonly key: string; readonly text: string },
): unknown {
  try {
    return render(value.text);
  } catch (error) {
    if (!(error instanceof UnknownName)) throw error;
    const test = `The ${targetName}.${pythonStr(columnName)} column's "${value.name}" test`;
    throw new TestFault(
      `${test} references an undefined macro in its ${value.key} configuration argument. The macro ${error.message}.\nPlease note that the generic test configuration parser currently does not support using custom macros to populate configuration values`,
      'Compilation Error',
    );
  }
}

function takeText(args: Record<string, unknown>, key: string): string | null {
  if (!(key in args)) return null;
  const value = args[key];
  delete args[key];
  return value === null || value === undefined ? null : pythonStr(value);
}

/** Takes a declared test apart. Throws `TestFault` when it cannot be read. */
export function readTestDefinition(options: ReadTestOptions): TestDefinition {
  const [name, written] = nameAndArguments(options.definition);
  if (written !== null && !isDict(written)) {
    throw new TestFault(
      `test arguments must be a dict, got ${pythonTypeName(written)} (value ${pythonStr(written)})`,
    );
  }
  if (written === null) {
    throw new TestFault("test arguments must be a dict, got <class 'NoneType'> (value None)");
  }
  if (typeof name !== 'string') {
    throw new TestFault(`test name must be a str, got ${pythonTypeName(name)} (value ${pythonStr(name)})`);
  }
  const { all, loose, looseConfigs } = spreadArguments(written, options);
  if ('model' in all) {
    throw new TestFault('Test arguments include "model", which is a reserved argument', 'Compilation Error');
  }
  const match = NAME.exec(name);
  if (match === null) {
    throw new TestFault(`Test name string did not match expected pattern: ${name}`, 'Compilation Error');
  }
  const config = takeConfig(all, (key, text) =>
    renderConfigValue(options, { name: match[2] as string, key, text }),
  );
  const description = takeText(all, 'description') ?? '';
  const customName = takeText(all, 'name');
  return {
    name: match[2] as string,
    namespace: match[1] ?? null,
    kwargs: all,
    config,
    description,
    customName,
    looseArguments: loose,
    looseConfigs,
  };
}

/** Tags of a test's config. Throws `TestFault` when they are not texts. */
export function testTags(config: Dict): readonly string[] {
  const tags = config['tags'];
  if (tags === undefined) return [];
  if (typeof tags === 'string') return [tags];
  if (!Array.isArray(tags)) {
    throw new TestFault(
      `got ${pythonStr(tags)} (${pythonTypeName(tags)}) for tags, expected a list of strings`,
      'Compilation Error',
      true,
    );
  }
  const odd = tags.find((each) => typeof each !== 'string');
  if (odd === undefined) return tags;
  throw new TestFault(
    `got ${pythonStr(odd)} (${pythonTypeName(odd)}) for tag, expected a str`,
    'Compilation Error',
    true,
  );
}

function configText(value: unknown): string {
  return typeof value === 'string' ? `"${value.replaceAll('"', '\\"')}"` : pythonStr(value);
}

/** The template that stands for the test: a call of its macro, and its configs. */
export function testCode(definition: TestDefinition, config: Dict): string {
  const macro = `${definition.namespace === null ? '' : `${definition.namespace}.`}test_${definition.name}`;
  const pairs = Object.entries(config).map(([key, value]) => `${key}=${configText(value)}`);
  const call = `{{ ${macro}(**_dbt_generic_test_kwargs) }}`;
  return pairs.length === 0 ? call : `${call}{{ config(${pairs.join(',')}) }}`;
}
