import type { Diagnostic } from '../../diagnostics/index.ts';
import {
  type DeclaredResource,
  type Node,
  type Project,
  packageOf,
  type RefCall,
  type SourceCall,
  type UniqueId,
} from '../../domain/index.ts';
import type { Lookups } from './lookups.ts';
import {
  accessProblem,
  ambiguousProblem,
  functionProblem,
  metricProblem,
  type Referrer,
  refProblem,
  rootTargetProblem,
  sourceProblem,
} from './report-targets.ts';
import { resolveFunction, resolveRef, resolveSource, type SearchRules } from './resolve-names.ts';

/** Anything that refers to others. */
export interface Linkable extends Referrer {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  readonly functions?: readonly (readonly string[])[];
  readonly metrics?: readonly (readonly string[])[];
  readonly group?: string | null;
}

export interface LinkOptions {
  readonly lookups: Lookups;
  readonly rules: SearchRules;
  readonly project: Project;
  /** Metrics by name, disabled ones too. */
  readonly metrics: ReadonlyMap<string, DeclaredResource>;
  readonly report: (diagnostic: Diagnostic) => void;
}

export interface Links {
  readonly nodes: readonly UniqueId[];
  /** Something could not be resolved: the referrer counts as disabled. */
  readonly isBroken: boolean;
}

const FREE = new Set(['sql_operation', 'macro']);

/** dbt's rules of access: private models within their group, protected ones within a package that restricts access. */
function isAllowed(from: Linkable, target: Node, project: Project): boolean {
  if (target.resourceType !== 'model' || FREE.has(from.resourceType)) return true;
  const isOther = from.packageName !== target.packageName;
  const restricts = isOther && packageOf(project, target.packageName)?.restrictAccess === true;
  if (target.access === 'private') return Boolean(from.group) && from.group === target.group && !restricts;
  return target.access !== 'protected' || !restricts;
}

/** Things that are no nodes: their refs may well lead to the project that uses the package. */
const NO_NODES = new Set(['exposure', 'function']);

/** Whether a node of a package refers to something of the project that uses it without naming that project. */
function reachesUp(from: Linkable, call: RefCall, target: Node, rules: SearchRules): boolean {
  const { rootPackage: root, ownPackageFirst } = rules;
  if (ownPackageFirst || NO_NODES.has(from.resourceType)) return false;
  return from.packageName !== root && target.packageName === root && call.package !== root;
}

/** Resolves the sources, refs, metrics and functions of something, in dbt's order, and reports what leads nowhere. */
export function linkReferences(from: Linkable, options: LinkOptions): Links {
  const { lookups, rules, project, report } = options;
  const nodes = new Set<UniqueId>();
  let isBroken = false;
  for (const call of from.sources) {
    const found = resolveSource({ call, nodePackage: from.packageName, lookups, rules });
    if (found.kind === 'found') nodes.add(found.target.uniqueId);
    else {
      isBroken = true;
      report(
        sourceProblem({ from, call, disabled: found.kind === 'disabled' ? found.target : null, lookups }),
      );
    }
  }
  for (const call of from.refs) {
    const found = resolveRef({ call, nodePackage: from.packageName, lookups, rules });
    if (found.kind === 'found') {
      if (!isAllowed(from, found.target, project)) {
        report(accessProblem(from, call, found.target));
        continue;
      }
      nodes.add(found.target.uniqueId);
      if (reachesUp(from, call, found.target, rules)) report(rootTargetProblem(from, call, found.target));
    } else if (found.kind === 'ambiguous') {
      report(ambiguousProblem(from, call, found.targets));
    } else {
      isBroken = true;
      report(refProblem({ from, call, disabled: found.kind === 'disabled' ? found.target : null, lookups }));
    }
  }
  for (const call of from.metrics ?? []) {
    const found = options.metrics.get(call[call.length - 1] ?? '');
    const isDisabled = found?.config['enabled'] === false;
    if (found !== undefined && !isDisabled) nodes.add(found.uniqueId);
    else {
      isBroken = true;
      report(metricProblem({ from, call, isDisabled, candidates: options.metrics.keys() }));
    }
  }
  for (const call of from.functions ?? []) {
    const found = resolveFunction({ call, nodePackage: from.packageName, lookups, rules });
    if (found.kind === 'found') nodes.add(found.target.uniqueId);
    else {
      isBroken = true;
      const disabled = found.kind === 'disabled' ? found.target : null;
      report(functionProblem({ from, call, disabled, lookups }));
    }
  }
  return { nodes: [...nodes], isBroken };
}
