import { pythonRepr } from '../../base/index.ts';
import { YamlDate, type YamlPath, YamlTimestamp } from '../../base/yaml/index.ts';
import { isRefable } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import { csvRows } from '../extract/csv-rows.ts';
import { readStaticCalls } from '../extract/static-calls.ts';
import type { DeclareUnitTestsOptions, UnitTestFaults } from './declare-unit-tests.ts';

export interface RowsRequest {
  readonly written: Dict;
  readonly path: YamlPath;
  readonly testName: string;
  readonly kind: 'input' | 'expected';
  readonly packageName: string;
}

type Rows = string | readonly Dict[];

/** dbt puts the first row without nulls in front: some engines take types from the first row. */
function firstFullRowFirst(rows: readonly Dict[]): readonly Dict[] {
  const index = rows.findIndex((row) => Object.values(row).every((value) => value !== null));
  if (index <= 0) return rows;
  const sorted = [...rows];
  [sorted[0], sorted[index]] = [rows[index] as Dict, rows[0] as Dict];
  return sorted;
}

/** dbt keeps days and moments in rows as text. */
function withTextDates(row: Dict): Dict {
  const isDate = (value: unknown) => value instanceof YamlDate || value instanceof YamlTimestamp;
  if (!Object.values(row).some(isDate)) return row;
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      value instanceof YamlDate || value instanceof YamlTimestamp ? value.toJSON() : value,
    ]),
  );
}

/** The rows of the seed that a `ref()` names, for an input without rows; a sentence where it names none. */
function seedRows(
  input: string,
  request: RowsRequest,
  options: DeclareUnitTestsOptions,
): readonly Dict[] | string {
  const call = readStaticCalls({ path: '', text: `{{ ${input} }}` })?.refs[0];
  if (call === undefined)
    return `Unit test ${request.testName} has input rows which do not match format dict`;
  const packageName = call.package ?? request.packageName;
  const node = options.findNode(call.name, packageName, null);
  if (node === null || !isRefable(node) || node.resourceType !== 'seed') {
    const { name, packages } = options.environment.project;
    const folders = packages.find((each) => each.name === name)?.seedPaths ?? [];
    const place = packageName === name ? `directories: ${pythonRepr(folders)}` : `'${packageName}' package`;
    return `Unable to find seed '${packageName}.${call.name}' for unit tests in ${place}`;
  }
  const path = `${node.rootPath.replace(/\/+$/, '')}/${node.originalFilePath}`;
  return csvRows(options.host.files.readText(path));
}

function fixtureRows(name: string, request: RowsRequest, options: DeclareUnitTestsOptions): Rows | null {
  const file = options.findFixture(name, request.packageName);
  if (file === null) return null;
  return file.relativePath.toLowerCase().includes('.sql') ? file.contents : csvRows(file.contents);
}

function withNulls(rows: readonly Dict[]): readonly Dict[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === '' ? null : value])),
  );
}

/** Rows written in the entry, in a fixture file or in a seed, in the form in which dbt keeps them. */
export function unitTestRows(
  request: RowsRequest,
  options: DeclareUnitTestsOptions,
  fault: UnitTestFaults,
): Rows | null {
  const { written, path, testName, kind } = request;
  const format = written['format'] ?? 'dict';
  const fixture = typeof written['fixture'] === 'string' ? written['fixture'] : null;
  const given = written['rows'] ?? null;
  const wrong = (more: string) =>
    fault(
      [...path, 'rows'],
      `Unit test ${testName} has ${kind} rows${more} which do not match format ${format}${more === '' ? '' : '.  Expected string.'}`,
    );
  if (format === 'dict') {
    const rows =
      given === null && fixture === null && typeof written['input'] === 'string'
        ? seedRows(written['input'], request, options)
        : given;
    if (typeof rows === 'string' && given === null) {
      fault([...path, 'input'], rows);
      return null;
    }
    if (Array.isArray(rows)) return firstFullRowFirst(rows.filter(isDict).map(withTextDates));
    wrong('');
    return null;
  }
  if (typeof given !== 'string' && fixture === null) {
    wrong(' or fixtures');
    return null;
  }
  const source = fixture === null ? (given as string) : fixtureRows(fixture, request, options);
  if (source === null) {
    fault(
      [...path, 'fixture'],
      `File not found for fixture '${fixture}' in unit tests in ${options.pathOf(request)}`,
    );
    return null;
  }
  if (format === 'sql') return source;
  const rows = typeof source === 'string' ? csvRows(source) : source;
  return firstFullRowFirst(withNulls(rows));
}
