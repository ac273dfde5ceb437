import { isMapping, mappingGet } from '../base/index.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { GraphNode, Manifest, ModelNode, SourceDefinition } from '../domain/index.ts';
import { result, sourceStatus, state } from './comparison-methods.ts';
import type { Method, Test } from './method.ts';
import type { MethodName } from './method-names.ts';
import { globFault, pathPattern } from './path-pattern.ts';
import { matches } from './patterns.ts';
import { matchesQualifiedName } from './qualified-name.ts';
import { sameValue } from './state/same-value.ts';

function refuse(problem: Diagnostic): never {
  throw new DiagnosticError(problem);
}

function invalid(value: string, message: string, dbtMessage: string): never {
  return refuse(diagnostic('S006', `${message}: '${value}'`, { dbtMessage }));
}

const isModel = (node: GraphNode): node is ModelNode => node.resourceType === 'model';
const isSource = (node: GraphNode): node is SourceDefinition => node.resourceType === 'source';
/** Whether it stands among the manifest's nodes: models, tests, seeds, ... */
const isParsed = (manifest: Manifest, node: GraphNode): boolean => manifest.nodes.has(node.uniqueId);

const qualifiedName: Method = (_, value) => {
  // What is selected when nothing is said.
  if (value === '*') return (node) => !isSource(node) && node.fqn.length > 0;
  return (node) => fitsName(node, value);
};

function fitsName(node: GraphNode, value: string): boolean {
  if (isSource(node)) return false;
  const isVersioned = isModel(node) && node.version !== null;
  return matchesQualifiedName({ fqn: node.fqn, isVersioned }, value);
}

const tag: Method = (_, value) => (node) => (node.tags ?? []).some((each) => matches(each, value));

const group: Method =
  ({ manifest }, value) =>
  (node) => {
    if (!isParsed(manifest, node) && node.resourceType !== 'metric') return false;
    const name = node.config['group'];
    return typeof name === 'string' && name !== '' && matches(name, value);
  };

const access: Method = (_, value) => (node) => isModel(node) && node.access === value;

const source: Method = (_, value) => {
  const parts = value.split('.');
  if (parts.length > 3) {
    return invalid(
      value,
      'a source is named source, source.table or package.source.table',
      `Invalid source selector value "${value}". Sources must be of the form \`\${source_name}\`, \`\${source_name}.\${target_name}\`, or \`\${package_name}.\${source_name}.\${target_name}`,
    );
  }
  const [sourceName, table, packageName] =
    parts.length === 3 ? [parts[1], parts[2], parts[0]] : [parts[0], parts[1] ?? '*', '*'];
  return (node) =>
    isSource(node) &&
    matches(node.packageName, packageName as string) &&
    matches(node.sourceName, sourceName as string) &&
    matches(node.name, table as string);
};

/** `name` or `package.name` of one resource type. */
function named(resourceType: GraphNode['resourceType'], words: readonly [string, string, string]): Method {
  const [title, plural, key] = words;
  return (_, value) => {
    const parts = value.split('.');
    if (parts.length > 2) {
      return invalid(
        value,
        `a ${title} is named name or package.name`,
        `Invalid ${title} selector value "${value}". ${plural} must be of the form \${${key}_name} or \${${key}_package.${key}_name}`,
      );
    }
    const [packageName, name] = parts.length === 2 ? parts : ['*', parts[0]];
    return (node) =>
      node.resourceType === resourceType &&
      matches(node.packageName, packageName as string) &&
      matches(node.name, name as string);
  };
}

/** The folders above a path, the nearest last; the project's own folder is the empty text. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '.');
  return parts.map((_, at) => parts.slice(0, at).join('/'));
}

const patchFile = (node: GraphNode): string | undefined => {
  const patch = 'patchPath' in node ? node.patchPath : null;
  return patch?.split('://')[1];
};

/**
 * A glob over the files and folders of the project. Paths of packages count from the package's own folder, so that their
 * nodes are found where the project has something at the same path.
 */
const path: Method = ({ manifest, pathExists }, value) => {
  const fault = globFault(value);
  if (fault !== undefined) return invalid(value, 'a path is a glob below the folder of the project', fault);
  const pattern = pathPattern(value);
  const known = new Map<string, boolean>();
  const remember = (key: string, find: () => boolean): boolean => {
    const found = known.get(key) ?? find();
    known.set(key, found);
    return found;
  };
  const hasFile = (file: string, isOwn: boolean): boolean =>
    remember(`${isOwn} ${file}`, () => {
      const fits = (each: string, isFolder: boolean) =>
        pattern.test(each, isFolder) && (isOwn || pathExists(each));
      return fits(file, false) || foldersAbove(file).some((folder) => fits(folder, true));
    });
  const hasPatch = (file: string, isOwn: boolean): boolean =>
    remember(`patch ${isOwn} ${file}`, () => pattern.test(file, false) && (isOwn || pathExists(file)));
  return (node) => {
    const isOwn = node.packageName === manifest.projectName;
    const patch = patchFile(node);
    return hasFile(node.originalFilePath, isOwn) || (patch !== undefined && hasPatch(patch, isOwn));
  };
};

const file: Method = (_, value) => (node) => {
  const name = node.originalFilePath.split('/').at(-1) ?? '';
  const dot = name.lastIndexOf('.');
  const hasEnding = dot > 0 && dot < name.length - 1;
  return matches(name, value) || matches(hasEnding ? name.slice(0, dot) : name, value);
};

const packageMethod: Method = ({ manifest }, value) => {
  const wanted = value === 'this' ? manifest.projectName : value;
  return (node) => matches(node.packageName, wanted);
};

/** A value inside a config; undefined when it is not there. Underscores and dashes in the first key are the same. */
function configAt(config: unknown, keys: readonly string[]): unknown {
  let value = config;
  for (const [at, key] of keys.entries()) {
    if (!isMapping(value)) return undefined;
    const found = mappingGet(value, key);
    value = found === undefined && at === 0 ? mappingGet(value, key.replaceAll('_', '-')) : found;
  }
  return value;
}

const config: Method = ({ criterion, manifest }) => {
  const wanted = criterion.value;
  const keys = criterion.methodArguments;
  const lower = String(wanted).toLowerCase();
  const ignoresCase = keys.length === 1 && keys[0] === 'severity';
  const fits = (value: unknown): boolean =>
    sameValue(value, wanted) ||
    (lower === 'true' && value === true) ||
    (lower === 'false' && value === false) ||
    (ignoresCase && typeof value === 'string' && value.toLowerCase() === lower);
  return (node) => {
    if (!isParsed(manifest, node) && !isSource(node)) return false;
    const value = configAt(node.config, keys);
    if (value === undefined || value === null) return false;
    return Array.isArray(value) ? value.some(fits) : fits(value);
  };
};

const RESOURCE_TYPES: ReadonlySet<string> = new Set([
  'model',
  'analysis',
  'test',
  'snapshot',
  'operation',
  'seed',
  'rpc',
  'sql_operation',
  'doc',
  'source',
  'macro',
  'exposure',
  'metric',
  'group',
  'saved_query',
  'semantic_model',
  'unit_test',
  'fixture',
  'function',
]);

const resourceType: Method = (_, value) =>
  RESOURCE_TYPES.has(value)
    ? (node) => node.resourceType === value
    : invalid(value, 'there is no such resource type', `Invalid resource_type selector "${value}"`);

const testName: Method = (_, value) => (node) => {
  if (node.resourceType === 'unit_test') return matches(node.name, value);
  return node.resourceType === 'test' && node.testMetadata !== null && matches(node.testMetadata.name, value);
};

const isGeneric: Test = (node) => node.resourceType === 'test' && node.testMetadata !== null;
const isSingular: Test = (node) => node.resourceType === 'test' && node.testMetadata === null;

const isUnit: Test = (node) => node.resourceType === 'unit_test';

/** Names of kinds of tests. dbt takes a part of the last three for the whole: `sing` is `singular`. */
const TEST_TYPES: readonly (readonly [isName: (value: string) => boolean, test: Test])[] = [
  [(value) => value === 'generic' || value === 'schema', isGeneric],
  [(value) => 'data'.includes(value), (node) => isGeneric(node) || isSingular(node)],
  [(value) => 'singular'.includes(value), isSingular],
  [(value) => 'unit'.includes(value), isUnit],
];

const testType: Method = (_, value) =>
  TEST_TYPES.find(([isName]) => isName(value))?.[1] ??
  invalid(
    value,
    'a test is generic, singular, unit or data',
    `Invalid test type selector ${value}: expected "generic", "singular", "unit", or "data"`,
  );

/** Orders versions as numbers where both are, else as text. */
function compareVersions(a: string | number, b: string | number): number {
  const [left, right] = [Number(a), Number(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

/** Zero counts as no version, as it does in Python. */
const versionOrder = ({ version: own, latestVersion: latest }: ModelNode): number | undefined =>
  own === null || latest === null || own === 0 || latest === 0 ? undefined : compareVersions(own, latest);

const VERSIONS: Readonly<Record<string, (node: ModelNode) => boolean>> = {
  latest: (node) => node.version !== null && sameValue(node.version, node.latestVersion),
  prerelease: (node) => (versionOrder(node) ?? 0) > 0,
  old: (node) => (versionOrder(node) ?? 0) < 0,
  none: (node) => node.version === null,
};

const version: Method = (_, value) => {
  const test = VERSIONS[value];
  if (test !== undefined) return (node) => isModel(node) && test(node);
  return invalid(
    value,
    'a version is latest, prerelease, old or none',
    `Invalid version type selector ${value}: expected one of: "latest", "prerelease", "old", or "none"`,
  );
};

const selector: Method = ({ selectByName }, value) => {
  const found = selectByName(value);
  return (node) => found.has(node.uniqueId);
};

/** How each method finds its nodes. */
export const METHODS: Readonly<Record<MethodName, Method>> = {
  fqn: qualifiedName,
  tag,
  group,
  access,
  source,
  path,
  file,
  package: packageMethod,
  config,
  test_name: testName,
  test_type: testType,
  resource_type: resourceType,
  state,
  exposure: named('exposure', ['exposure', 'Exposures', 'exposure']),
  metric: named('metric', ['metric', 'Metrics', 'metric']),
  result,
  source_status: sourceStatus,
  version,
  semantic_model: named('semantic_model', ['semantic model', 'Semantic models', 'semantic_model']),
  saved_query: named('saved_query', ['saved query', 'Saved queries', 'saved_query']),
  unit_test: named('unit_test', ['unit test', 'Unit tests', 'unit_test']),
  selector,
};
