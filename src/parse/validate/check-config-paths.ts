import { diagnostic, type Span } from '../../diagnostics/index.ts';
import { type GraphNode, graphNodes, type Manifest, packageOf } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

/** Sections of `dbt_project.yml` and the resource type that each configures. */
const SECTIONS: Readonly<Record<string, GraphNode['resourceType']>> = {
  models: 'model',
  seeds: 'seed',
  snapshots: 'snapshot',
  sources: 'source',
  data_tests: 'test',
  tests: 'test',
  unit_tests: 'unit_test',
  metrics: 'metric',
  'semantic-models': 'semantic_model',
  semantic_models: 'semantic_model',
  'saved-queries': 'saved_query',
  saved_queries: 'saved_query',
  exposures: 'exposure',
  functions: 'function',
};

/** Every path of a config tree that carries a config. */
function configPaths(tree: Dict, path: readonly string[], found: (readonly string[])[]): void {
  let isConfigured = false;
  for (const [key, value] of Object.entries(tree)) {
    if (isDict(value) && !key.startsWith('+')) configPaths(value, [...path, key], found);
    else isConfigured = true;
  }
  if (isConfigured) found.push(path);
}

/** Every beginning of every fqn of a type: a path is used when it is one of them. */
function usedPaths(fqns: readonly (readonly string[])[]): ReadonlySet<string> {
  const used = new Set<string>(fqns.length > 0 ? [''] : []);
  for (const fqn of fqns) {
    for (let length = 1; length <= fqn.length; length++) used.add(fqn.slice(0, length).join('\u0000'));
  }
  return used;
}

function spanOf(path: readonly string[], environment: ParseEnvironment): Span | undefined {
  const source = packageOf(environment.project, environment.project.name)?.source;
  const last = path[path.length - 1];
  if (source === undefined || last === undefined) return undefined;
  const found = new RegExp(`^[ \\t]*['"]?${last.replace(/[^\w-]/g, '.')}['"]?[ \\t]*:`, 'm').exec(
    source.text,
  );
  if (found === null) return undefined;
  const start = found.index + (found[0].length - found[0].trimStart().length);
  return { source, start, end: found.index + found[0].length - 1 };
}

/** Warns of paths in the root project's config trees that lead to nothing. */
export function checkConfigPaths(manifest: Manifest, environment: ParseEnvironment): void {
  const fqns = new Map<string, (readonly string[])[]>();
  for (const node of graphNodes(manifest)) {
    const known = fqns.get(node.resourceType);
    if (known === undefined) fqns.set(node.resourceType, [node.fqn]);
    else known.push(node.fqn);
  }
  const disabled = [...manifest.disabled.values()].flat().map((node) => node.fqn);
  const trees = packageOf(environment.project, environment.project.name)?.configs ?? {};
  const unused: (readonly string[])[] = [];
  for (const [section, tree] of Object.entries(trees)) {
    const type = SECTIONS[section];
    if (type === undefined || !isDict(tree)) continue;
    const used = usedPaths([...(fqns.get(type) ?? []), ...disabled]);
    const paths: (readonly string[])[] = [];
    configPaths(tree, [], paths);
    const shown = section === 'tests' ? 'data_tests' : section.replace('-', '_');
    for (const path of paths) if (!used.has(path.join('\u0000'))) unused.push([shown, ...path]);
  }
  if (unused.length === 0) return;
  const names = unused.map((path) => path.join('.'));
  const [first] = unused;
  const span = first === undefined ? undefined : spanOf(first, environment);
  environment.report(
    diagnostic('N020', `no resource lies on these config paths of dbt_project.yml: ${names.join(', ')}`, {
      span,
      dbtMessage: `Configuration paths exist in your dbt_project.yml file which do not apply to any resources.\nThere are ${names.length} unused configuration paths:\n${names.map((each) => `- ${each}`).join('\n')}`,
    }),
  );
}
