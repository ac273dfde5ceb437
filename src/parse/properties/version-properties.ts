import type { ConstraintSpec } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import { type ColumnProperties, columnProperties, constraintOf } from './column-properties.ts';
import { dateText } from './date-text.ts';
import type { EntryFields } from './entry-fields.ts';
import type { PropertiesEntry } from './properties-file.ts';
import { type TestEntry, testEntries } from './test-entries.ts';

/** One entry of `versions:`. */
export interface VersionProperties {
  readonly version: string | number;
  readonly definedIn: string | null;
  readonly description: string;
  readonly access: string | null;
  readonly config: Dict;
  readonly writtenConfig: Dict | null;
  readonly constraints: readonly ConstraintSpec[];
  /** Null when the model's own tests hold. */
  readonly tests: readonly TestEntry[] | null;
  /** Columns of this version alone. */
  readonly columns: readonly ColumnProperties[];
  /** Which of the model's columns it has. */
  readonly includes: (column: string) => boolean;
  readonly deprecationDate: string | null;
}

function includeRule(item: Dict | undefined): (column: string) => boolean {
  if (item === undefined) return () => true;
  const include = item['include'];
  const exclude = Array.isArray(item['exclude']) ? item['exclude'] : [];
  if (include === 'all' || include === '*') return (column) => !exclude.includes(column);
  const names = Array.isArray(include) ? include : [];
  return (column) => names.includes(column);
}

function isIncludeRule(item: unknown): item is Dict {
  return isDict(item) && 'include' in item && !('name' in item);
}

function versionOf(written: Dict, index: number, fields: EntryFields): VersionProperties {
  const path = ['versions', index];
  const list = fields.list(written['columns']);
  const rules = list.filter(isIncludeRule);
  const hasTests = 'data_tests' in written || 'tests' in written;
  const constraints = fields.list(written['constraints']);
  return {
    version: written['v'] as string | number,
    definedIn: fields.textOrNull(written['defined_in']),
    description: fields.text(written['description'], ''),
    access: fields.textOrNull(written['access']),
    config: fields.dict(written['config']),
    writtenConfig: isDict(written['config']) ? written['config'] : null,
    constraints: constraints.filter(isDict).map(constraintOf),
    tests: hasTests ? testEntries({ written, path, fields }) : null,
    columns: columnProperties({
      list: list.filter((each) => !isIncludeRule(each)),
      path: [...path, 'columns'],
      fields,
    }),
    includes: includeRule(rules[0]),
    deprecationDate: dateText(written['deprecation_date']),
  };
}

/** Reads `versions:` of a model; reports versions without a number, twice the same, and a latest one that is not there. */
export function versionProperties(options: {
  readonly entry: PropertiesEntry;
  readonly name: string;
  readonly fields: EntryFields;
}): readonly VersionProperties[] {
  const { entry, name, fields } = options;
  const versions: VersionProperties[] = [];
  fields.list(entry.value['versions']).forEach((item, index) => {
    if (!isDict(item)) return;
    if (versions.some((each) => String(each.version) === String(item['v']))) {
      fields.bareFault(
        ['versions', index, 'v'],
        `Found duplicate version: '${item['v']}' in versions list of model '${name}'`,
      );
      return;
    }
    versions.push(versionOf(item, index, fields));
  });
  const latest = entry.value['latest_version'];
  // Only models have versions; elsewhere the key has no meaning.
  const isVersioned = entry.section === 'models';
  if (
    isVersioned &&
    latest !== undefined &&
    latest !== null &&
    !versions.some((each) => each.version === latest)
  ) {
    fields.bareFault(
      ['latest_version'],
      `latest_version: ${latest} is not one of model '${name}' versions: [${versions.map((each) => each.version).join(', ')}] `,
    );
  }
  return versions;
}

/** The latest version: as declared, or the highest. */
export function latestVersionOf(
  declared: string | number | null,
  versions: readonly VersionProperties[],
): string | number | null {
  if (declared !== null) return declared;
  let latest: string | number | null = null;
  for (const { version } of versions) {
    if (latest === null || isLater(version, latest)) latest = version;
  }
  return latest;
}

function isLater(a: string | number, b: string | number): boolean {
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? String(a) > String(b) : x > y;
}
