import type {
  DocBlock,
  FunctionNode,
  GraphNode,
  Node,
  RefCall,
  SourceCall,
  SourceDefinition,
} from '../../domain/index.ts';
import { isRefable } from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { Lookups } from './lookups.ts';

/** What a name turned out to mean. */
export type Resolution<Found> =
  | { readonly kind: 'found'; readonly target: Found }
  | { readonly kind: 'disabled'; readonly target: GraphNode }
  | { readonly kind: 'missing' }
  | { readonly kind: 'ambiguous'; readonly targets: readonly Found[] };

export interface SearchRules {
  readonly rootPackage: string;
  /** `require_ref_searches_node_package_before_root`. */
  readonly ownPackageFirst: boolean;
}

/** How names are searched in a project. */
export function searchRules({ project, flag }: Pick<ParseEnvironment, 'project' | 'flag'>): SearchRules {
  return {
    rootPackage: project.name,
    ownPackageFirst: flag('require_ref_searches_node_package_before_root', false),
  };
}

/** Packages in which a name is looked for, in order; null is every package. */
export function packagesToSearch(
  rules: SearchRules,
  nodePackage: string,
  named: string | null,
): readonly (string | null)[] {
  if (named !== null) return [named];
  if (rules.rootPackage === nodePackage) return [nodePackage, null];
  return rules.ownPackageFirst
    ? [nodePackage, rules.rootPackage, null]
    : [rules.rootPackage, nodePackage, null];
}

type ByPackage<Value> = ReadonlyMap<string, ReadonlyMap<string, Value>>;

function allIn<Value>(index: ByPackage<Value>, name: string, packageName: string | null): readonly Value[] {
  const packages = index.get(name);
  if (packages === undefined) return [];
  if (packageName === null) return [...packages.values()];
  const found = packages.get(packageName);
  return found === undefined ? [] : [found];
}

function disabledIn(
  lookups: Lookups,
  name: string,
  packageName: string | null,
  accepts: (node: GraphNode) => boolean,
): GraphNode | undefined {
  return allIn(lookups.disabled, name, packageName)[0]?.find(accepts);
}

export interface ResolveOptions<Call> {
  readonly call: Call;
  readonly nodePackage: string;
  readonly lookups: Lookups;
  readonly rules: SearchRules;
}

/** What a `ref()` means in code of a package. */
export function resolveRef(options: ResolveOptions<RefCall>): Resolution<Node> {
  const { call, nodePackage, lookups, rules } = options;
  const hasVersion = call.version !== null && call.version !== '' && call.version !== 0;
  const name = hasVersion ? `${call.name}.v${call.version}` : call.name;
  let disabled: GraphNode | undefined;
  for (const packageName of packagesToSearch(rules, nodePackage, call.package)) {
    const found = allIn(lookups.refs, name, packageName);
    if (found.length > 1) return { kind: 'ambiguous', targets: found };
    const [target] = found;
    if (target !== undefined) return { kind: 'found', target };
    disabled ??= disabledIn(lookups, name, packageName, isRefable);
  }
  return disabled === undefined ? { kind: 'missing' } : { kind: 'disabled', target: disabled };
}

/** What a `source()` means in code of a package. */
export function resolveSource(options: ResolveOptions<SourceCall>): Resolution<SourceDefinition> {
  const { call, nodePackage, lookups, rules } = options;
  const name = `${call.source}.${call.table}`;
  let disabled: GraphNode | undefined;
  for (const packageName of packagesToSearch(rules, nodePackage, null)) {
    const [target] = allIn(lookups.sources, name, packageName);
    if (target !== undefined) return { kind: 'found', target };
    disabled ??= disabledIn(lookups, name, packageName, () => true);
  }
  return disabled === undefined ? { kind: 'missing' } : { kind: 'disabled', target: disabled };
}

/** What a `function()` means in code of a package. */
export function resolveFunction(options: ResolveOptions<readonly string[]>): Resolution<FunctionNode> {
  const { call, nodePackage, lookups, rules } = options;
  const name = call[call.length - 1] as string;
  const named = call.length > 1 ? (call[0] as string) : null;
  let disabled: GraphNode | undefined;
  for (const packageName of packagesToSearch(rules, nodePackage, named)) {
    const [target] = allIn(lookups.functions, name, packageName);
    if (target !== undefined) return { kind: 'found', target };
    disabled ??= disabledIn(lookups, name, packageName, () => true);
  }
  return disabled === undefined ? { kind: 'missing' } : { kind: 'disabled', target: disabled };
}

/** The docs block that `doc()` means in a description of a package. */
export function resolveDoc(
  options: ResolveOptions<{ readonly name: string; readonly packageName: string | null }>,
): DocBlock | undefined {
  const { call, nodePackage, lookups, rules } = options;
  for (const packageName of packagesToSearch(rules, nodePackage, call.packageName)) {
    const [found] = allIn(lookups.docs, call.name, packageName);
    if (found !== undefined) return found;
  }
  return undefined;
}
