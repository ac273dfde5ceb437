import { pythonRepr, pythonStr, sha256 } from '../../base/index.ts';
import type { YamlPath } from '../../base/yaml/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { DeclaredResource, ModelNode, Node } from '../../domain/index.ts';
import type { Host } from '../../host/index.ts';
import { fqnPrefix } from '../build/fqn.ts';
import { reportConfigFaults } from '../build/report-faults.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { ProjectFile } from '../files/read-files.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { type EntryFields, entryFields } from '../properties/entry-fields.ts';
import type { PropertiesEntry } from '../properties/properties-file.ts';
import { type RowsRequest, unitTestRows } from './unit-test-rows.ts';

/** Reports a fault of a unit test in dbt's words. */
export type UnitTestFaults = (path: YamlPath, message: string) => void;

export interface DeclareUnitTestsOptions {
  readonly environment: ParseEnvironment;
  readonly host: Host;
  readonly findNode: (name: string, packageName: string, version: string | number | null) => Node | null;
  /** All versions of a model. */
  readonly versionsOf: (name: string, packageName: string) => readonly ModelNode[];
  readonly findFixture: (name: string, packageName: string) => ProjectFile | null;
  readonly pathOf: (request: RowsRequest) => string;
}

interface Fixture {
  readonly input?: string;
  readonly rows: unknown;
  readonly format: string;
  readonly fixture: string | null;
}

const FORMAT_NAMES: Readonly<Record<string, string>> = { csv: 'CSV', dict: 'Dict', sql: 'SQL' };

function fixtureText(fixture: Fixture, type: 'Input' | 'Output'): string {
  const input = type === 'Input' ? `input=${pythonRepr(fixture.input)}, ` : '';
  const format = `<UnitTestFormat.${FORMAT_NAMES[fixture.format] ?? fixture.format}: '${fixture.format}'>`;
  return `UnitTest${type}Fixture(${input}rows=${pythonRepr(fixture.rows)}, format=${format}, fixture=${pythonRepr(fixture.fixture)})`;
}

function versionsText(versions: Dict | null): string {
  if (versions === null) return 'None';
  return `UnitTestNodeVersions(include=${pythonRepr(versions['include'])}, exclude=${pythonRepr(versions['exclude'])})`;
}

function overridesText(overrides: Dict | null): string {
  if (overrides === null) return 'None';
  const { macros, vars, env_vars: env } = overrides;
  return `UnitTestOverrides(macros=${pythonRepr(macros)}, vars=${pythonRepr(vars)}, env_vars=${pythonRepr(env)})`;
}

/** dbt's checksum of a unit test: over the text of Python's objects, so that `state:modified` agrees with dbt. */
function checksumOf(test: {
  readonly model: string;
  readonly versions: Dict | null;
  readonly given: readonly Fixture[];
  readonly expect: Fixture;
  readonly overrides: Dict | null;
}): string {
  const given = `[${test.given.map((each) => fixtureText(each, 'Input')).join(', ')}]`;
  let text = `${test.model}-${versionsText(test.versions)}-${given}-${fixtureText(test.expect, 'Output')}-${overridesText(test.overrides)}`;
  for (const each of test.given) if (each.fixture) text += `-${pythonStr(each.rows)}`;
  return sha256(text);
}

function fixtureOf(request: RowsRequest, options: DeclareUnitTestsOptions, fault: UnitTestFaults): Fixture {
  const { written } = request;
  return {
    ...(request.kind === 'input' ? { input: String(written['input'] ?? '') } : {}),
    rows: unitTestRows(request, options, fault),
    format: typeof written['format'] === 'string' ? written['format'] : 'dict',
    fixture: typeof written['fixture'] === 'string' ? written['fixture'] : null,
  };
}

interface UnitTest {
  readonly entry: PropertiesEntry;
  readonly name: string;
  readonly model: string;
  readonly fqn: readonly string[];
  readonly config: Dict;
  readonly fields: Dict;
  readonly versions: Dict | null;
  readonly overrides: Dict | null;
  readonly inputs: readonly string[];
}

function dictOrNull(value: unknown, keys: readonly string[], fallback: unknown): Dict | null {
  if (!isDict(value)) return null;
  return Object.fromEntries(keys.map((key) => [key, value[key] ?? fallback]));
}

function readUnitTest(
  entry: PropertiesEntry,
  options: DeclareUnitTestsOptions,
  fault: UnitTestFaults,
): UnitTest {
  const { environment } = options;
  const { value, file } = entry;
  const fields: EntryFields = entryFields(entry, { report: environment.report });
  const name = fields.text(value['name'], '');
  const model = fields.text(value['model'], '');
  const folder = fqnPrefix(file.packageName, file.originalFilePath.replace(/^[^/]*\//, ''));
  const fqn = [...folder, model, name];
  const shared = { testName: name, packageName: file.packageName };
  const given = fields.list(value['given']).map((each, index) => {
    const written = isDict(each) ? each : {};
    return fixtureOf({ written, path: ['given', index], kind: 'input', ...shared }, options, fault);
  });
  const expected = fields.dict(value['expect']);
  const expect = fixtureOf(
    { written: expected, path: ['expect'], kind: 'expected', ...shared },
    options,
    fault,
  );
  const overrides = dictOrNull(value['overrides'], ['macros', 'vars', 'env_vars'], {});
  const versions = dictOrNull(value['versions'], ['include', 'exclude'], null);
  const resolved = environment.configs.resolve({
    target: { kind: 'unitTest', packageName: file.packageName, fqn },
    patch: fields.dict(value['config'] ?? undefined),
    calls: {},
  });
  const uniqueId = `unit_test.${file.packageName}.${model}.${name}`;
  reportConfigFaults(resolved.faults, { uniqueId, span: entry.span(['config']) }, environment);
  return {
    entry,
    name,
    model,
    fqn,
    config: resolved.config,
    versions,
    overrides,
    inputs: given.map((each) => each.input ?? ''),
    fields: {
      given,
      expect,
      description: fields.text(value['description'], ''),
      overrides,
      checksum: checksumOf({ model, versions, given, expect, overrides }),
      versions,
    },
  };
}

function declared(
  test: UnitTest,
  tested: Node | null,
  version: string | number | null,
  environment: ParseEnvironment,
): DeclaredResource {
  const { entry, name, model, fqn } = test;
  const { file } = entry;
  const suffix = version === null ? '' : `_v${version}`;
  const uniqueId = `unit_test.${file.packageName}.${model}.${name}${suffix}`;
  const isEnabled = test.config['enabled'] !== false && tested?.config.enabled !== false;
  const nodes = isEnabled && tested !== null ? [tested.uniqueId] : [];
  const config = { ...test.config, enabled: isEnabled };
  return Object.freeze({
    resourceType: 'unit_test',
    uniqueId,
    name,
    packageName: file.packageName,
    originalFilePath: file.originalFilePath,
    fqn,
    dependsOn: { macros: [], nodes },
    config,
    tags: (config as Dict)['tags'] as readonly string[],
    span: entry.span(['name']),
    entry: {
      name,
      resource_type: 'unit_test',
      package_name: file.packageName,
      path: file.relativePath,
      original_file_path: file.originalFilePath,
      unique_id: uniqueId,
      fqn,
      model,
      ...test.fields,
      depends_on: { macros: [], nodes },
      config,
      schema: isEnabled ? (tested?.schema ?? null) : null,
      created_at: environment.createdAt,
      version,
    },
  });
}

/** The rules that need the tested model. */
function checkModel(test: UnitTest, model: ModelNode, fault: UnitTestFaults): void {
  if (model.dependsOn.macros.includes('macro.dbt.is_incremental')) {
    const overridden = isDict(test.overrides?.['macros'])
      ? test.overrides['macros']['is_incremental']
      : undefined;
    if (typeof overridden !== 'boolean') {
      fault(
        ['overrides'],
        `Boolean override for 'is_incremental' must be provided for unit test '${test.name}' in model '${model.name}'`,
      );
    } else if (overridden && !test.inputs.includes('this')) {
      fault(
        ['given'],
        `Unit test '${test.name}' for incremental model '${model.name}' must have a 'this' input`,
      );
    }
  }
  if (model.version === null && (test.versions?.['include'] || test.versions?.['exclude'])) {
    fault(
      ['versions'],
      `Unit test '${test.name}' should not have a versions include or exclude when referencing non-versioned model '${model.name}'`,
    );
  }
}

function testedVersions(
  test: UnitTest,
  model: ModelNode,
  options: DeclareUnitTestsOptions,
): readonly ModelNode[] {
  const all = options.versionsOf(model.name, model.packageName);
  const { include, exclude } = test.versions ?? {};
  if (Array.isArray(exclude)) return all.filter((each) => !exclude.includes(each.version));
  return Array.isArray(include) ? all.filter((each) => include.includes(each.version)) : all;
}

/** Declares the unit test of an entry; for a versioned model one for each of its versions. */
export function declareUnitTests(
  entry: PropertiesEntry,
  options: DeclareUnitTestsOptions,
): readonly DeclaredResource[] {
  const { environment } = options;
  const fault: UnitTestFaults = (path, message) =>
    environment.report(diagnostic('N032', message, { span: entry.span(path), dbtMessage: message }));
  const test = readUnitTest(entry, options, fault);
  const [name = '', version = null] = test.model.split(/\s+/);
  const tested = options.findNode(name, entry.file.packageName, version);
  if (tested === null) {
    fault(
      ['model'],
      `Unable to find model '${entry.file.packageName}.${test.model}' for unit test '${test.name}' in ${entry.file.originalFilePath}`,
    );
    return [];
  }
  if (
    tested.resourceType !== 'model' ||
    tested.config.enabled === false ||
    test.config['enabled'] === false
  ) {
    return [declared(test, tested, null, environment)];
  }
  checkModel(test, tested, fault);
  if (tested.version === null) return [declared(test, tested, null, environment)];
  const versions = testedVersions(test, tested, options);
  if (versions.length === 0) {
    fault(
      ['versions'],
      `Unit test '${test.name}' referenced a version of '${tested.name}' which was not found.`,
    );
  }
  return versions.map((each) => declared(test, each, each.version, environment));
}
