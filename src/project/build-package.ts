import { isMapping, mappingEntries, mappingRecord } from '../base/index.ts';
import type { DispatchRule, Package, QueryCommentConfig, QuotingSpec } from '../domain/index.ts';
import { CONFIG_SECTIONS } from './project-keys.ts';
import type { YamlFile } from './yaml-file.ts';

type Dict = Readonly<Record<string, unknown>>;

export interface PackageParts {
  readonly file: YamlFile;
  /** Absolute folder. */
  readonly root: string;
  readonly isRoot: boolean;
  readonly isInternal: boolean;
  /** The file's values with their strings rendered. */
  readonly values: Dict;
  /** The file's values as written. */
  readonly written: Dict;
  readonly vars: Dict;
}

const asRecord = (value: unknown): Dict => (isMapping(value) ? mappingRecord(value) : {});

/** A value as a list of texts: one text is a list of one. Whatever else was reported before. */
function texts(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;
}

function quotingOf(values: Dict): QuotingSpec {
  const quoting = asRecord(values['quoting']);
  const chosen: Record<string, boolean> = {};
  for (const [key, value] of mappingEntries(quoting)) {
    const name = key === 'project' ? 'database' : String(key);
    if (typeof value === 'boolean' && name !== 'snowflake_ignore_case') chosen[name] = value;
  }
  return chosen;
}

function dispatchOf(values: Dict): readonly DispatchRule[] {
  const entries = Array.isArray(values['dispatch']) ? values['dispatch'] : [];
  return entries.map((entry) => {
    const record = asRecord(entry);
    return {
      macroNamespace: String(record['macro_namespace']),
      searchOrder: texts(record['search_order']) ?? [],
    };
  });
}

/** `tests:` is the old name of `data_tests:`. */
function configsOf(values: Dict): Readonly<Record<string, Dict>> {
  const sections: Record<string, Dict> = {};
  for (const section of CONFIG_SECTIONS) {
    const value = values[section] ?? (section === 'data_tests' ? values['tests'] : undefined);
    if (isMapping(value)) sections[section] = mappingRecord(value);
  }
  return sections;
}

const withoutSlash = (path: string): string => path.replace(/\/+$/, '');

/** Where a package's files lie: dbt's defaults for what the file does not say. */
function pathsOf(values: Dict) {
  const at = (key: string, standard: string, old?: string): readonly string[] =>
    texts(values[key]) ?? (old === undefined ? undefined : texts(values[old])) ?? [standard];
  const paths = {
    modelPaths: at('model-paths', 'models', 'source-paths'),
    seedPaths: at('seed-paths', 'seeds', 'data-paths'),
    testPaths: at('test-paths', 'tests'),
    analysisPaths: at('analysis-paths', 'analyses'),
    macroPaths: at('macro-paths', 'macros'),
    snapshotPaths: at('snapshot-paths', 'snapshots'),
    functionPaths: at('function-paths', 'functions'),
  };
  const all = [...new Set(Object.values(paths).flat().map(withoutSlash))];
  return {
    ...paths,
    docsPaths: texts(values['docs-paths']) ?? all,
    assetPaths: texts(values['asset-paths']) ?? [],
    osiPaths: texts(values['osi-paths']) ?? ['osi', 'OSI'],
  };
}

/** A package from the values of its `dbt_project.yml`. */
export function buildPackage(parts: PackageParts): Package {
  const { values, written } = parts;
  const version = values['version'];
  return Object.freeze({
    name: String(values['name']),
    version: version === undefined || version === null ? null : versionText(version),
    root: parts.root,
    isRoot: parts.isRoot,
    isInternal: parts.isInternal,
    ...pathsOf(values),
    quoting: quotingOf(values),
    dispatch: dispatchOf(values),
    restrictAccess: values['restrict-access'] === true,
    onRunStart: texts(values['on-run-start']) ?? [],
    onRunEnd: texts(values['on-run-end']) ?? [],
    configs: configsOf(values),
    unrenderedConfigs: configsOf(written),
    vars: parts.vars,
    source: parts.file.source,
  });
}

function versionText(version: unknown): string {
  if (typeof version === 'string') return version;
  const number = Number(version);
  return Number.isInteger(number) && typeof version === 'object' ? number.toFixed(1) : String(number);
}

/**
 * The comment that precedes statements when the project says nothing: who runs them, as JSON. The body of a macro with the
 * arguments `connection_name` and `node`.
 */
export const STANDARD_COMMENT = `
{%- set comment = {
  'app': 'dbt',
  'dbt_version': dbt_version,
  'profile_name': target.get('profile_name'),
  'target_name': target.get('target_name')
} -%}
{%- if node is none -%}
  {%- do comment.update(connection_name=connection_name) -%}
{%- else -%}
  {%- do comment.update(node_id=node.unique_id) -%}
{%- endif -%}
{{ return(tojson(comment)) }}`;

/** `query-comment:`; an empty value switches the comment off. */
export function queryCommentOf(values: Dict): QueryCommentConfig {
  if (!('query-comment' in values)) return { comment: STANDARD_COMMENT, append: false };
  const value = values['query-comment'];
  if (typeof value === 'string') return { comment: value === '' ? null : value, append: false };
  if (!isMapping(value)) return { comment: null, append: false };
  const record = mappingRecord(value);
  const comment = record['comment'] ?? STANDARD_COMMENT;
  return { comment: comment === '' ? null : String(comment), append: record['append'] === true };
}
