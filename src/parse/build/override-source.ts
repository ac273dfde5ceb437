import type { DiagnosticSink } from '../../diagnostics/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import { type SourceProperties, sourceProperties } from '../properties/source-properties.ts';

const NOT_PATCHED = new Set(['name', 'overrides', 'tables', 'path']);

function without(value: Dict, keys: ReadonlySet<string>): Dict {
  return Object.fromEntries(Object.entries(value).filter(([key, each]) => !keys.has(key) && each !== null));
}

/** Replaces keys of a source by those of an override. What dbt gives a default is replaced even when it is not said. */
function overridden(
  source: SourceProperties,
  patch: SourceProperties,
  sink: DiagnosticSink,
): SourceProperties {
  const before = source.entry.value;
  const tables = Array.isArray(before['tables']) ? before['tables'] : [];
  const value: Dict = {
    ...before,
    config: {},
    freshness: {},
    ...without(patch.entry.value, NOT_PATCHED),
    tables: tables.map((table) => overriddenTable(table, patch)),
  };
  return sourceProperties({ ...source.entry, value }, sink);
}

function overriddenTable(table: unknown, patch: SourceProperties): unknown {
  if (!isDict(table)) return table;
  const found = patch.tables.find((each) => each.name === table['name']);
  if (found === undefined) return table;
  return { ...table, freshness: {}, quoting: {}, ...without(found.value, new Set(['name'])) };
}

/** The first override of the same source, where `patch` is a later one. */
function earlierOf(
  patch: SourceProperties,
  patches: readonly SourceProperties[],
): SourceProperties | undefined {
  const first = patches.find((each) => each.overrides === patch.overrides && each.name === patch.name);
  return first === patch ? undefined : first;
}

function reportTwice(patches: readonly SourceProperties[], sink: DiagnosticSink): void {
  for (const patch of patches) {
    const first = earlierOf(patch, patches);
    if (first === undefined) continue;
    const name = `${patch.overrides}.${patch.name}`;
    const [before, after] = [first, patch].map((each) => each.entry.file.originalFilePath);
    sink.report(
      diagnostic('N012', `source '${name}' is overridden twice`, {
        span: patch.entry.span(['overrides']),
        notes: [{ message: 'the other one', span: first.entry.span(['overrides']) }],
        dbtMessage: `dbt found two schema.yml entries for the same source named ${patch.name} in package ${patch.overrides}. Sources may only be overridden a single time. To fix this, remove the sources entry for ${name} in one of these files:\n - ${before}\n${after}`,
      }),
    );
  }
}

function reportUnused(
  patches: readonly SourceProperties[],
  used: ReadonlySet<SourceProperties>,
  sink: DiagnosticSink,
): void {
  for (const patch of patches) {
    if (used.has(patch) || earlierOf(patch, patches) !== undefined) continue;
    const name = `${patch.overrides}.${patch.name}`;
    sink.report(
      diagnostic('N029', `the override of source '${name}' is used by nothing`, {
        span: patch.entry.span(['overrides']),
        dbtMessage: `During parsing, dbt encountered source overrides that had no target:\n  - Source ${name} (in ${patch.entry.file.originalFilePath})`,
      }),
    );
  }
}

/** Sources with the overrides of other packages applied. */
export function applyOverrides(
  all: readonly SourceProperties[],
  sink: DiagnosticSink,
): readonly SourceProperties[] {
  const patches = all.filter((each) => each.overrides !== null);
  const sources = all.filter((each) => each.overrides === null);
  if (patches.length === 0) return sources;
  reportTwice(patches, sink);
  const used = new Set<SourceProperties>();
  const patched = sources.map((source) => {
    const patch = patches.find((each) => each.overrides === source.packageName && each.name === source.name);
    if (patch === undefined) return source;
    used.add(patch);
    return overridden(source, patch, sink);
  });
  reportUnused(patches, used, sink);
  return patched;
}
