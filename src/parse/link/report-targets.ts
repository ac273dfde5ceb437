import { nearest } from '../../base/index.ts';
import { type Diagnostic, diagnostic, type Span } from '../../diagnostics/index.ts';
import type { GraphNode, Node, RefCall, SourceCall } from '../../domain/index.ts';
import type { Lookups } from './lookups.ts';

/** The resource whose call could not be resolved. */
export interface Referrer {
  readonly resourceType: string;
  readonly uniqueId: string;
  readonly originalFilePath: string;
  readonly packageName: string;
  readonly span: Span;
}

interface Unresolved {
  readonly from: Referrer;
  readonly kind: 'node' | 'source' | 'metric' | 'function';
  readonly name: string;
  readonly packageName: string | null;
  readonly version: string | number | null;
  readonly isDisabled: boolean;
  readonly span: Span;
  readonly candidates: Iterable<string>;
}

function title(resourceType: string): string {
  return resourceType.replace(/(^|_)[a-z]/g, (c) => c.toUpperCase());
}

function dbtSentence(unresolved: Unresolved): string {
  const { from, kind, name, version, packageName, isDisabled } = unresolved;
  const isTest = from.resourceType === 'test';
  const withVersion = version === null || isTest ? '' : `with version '${version}' `;
  const inPackage = isTest
    ? isDisabled && packageName === null
      ? ''
      : `in package '${packageName ?? ''}' `
    : packageName === null
      ? ''
      : `in package or project '${packageName}' `;
  // dbt keeps no list of disabled functions.
  const reason = isDisabled && kind !== 'function' ? 'is disabled' : 'was not found';
  return `${title(from.resourceType)} '${from.uniqueId}' (${from.originalFilePath}) depends on a ${kind} named '${name}' ${withVersion}${inPackage}which ${reason}`;
}

function codeOf({ from, kind, isDisabled }: Unresolved): 'N001' | 'N006' | 'N007' | 'N008' {
  if (from.resourceType === 'test') return 'N008';
  if (isDisabled) return 'N007';
  return kind === 'source' ? 'N006' : 'N001';
}

/** A test whose model is disabled is dropped without a word, as in dbt; one whose source is disabled is not. */
function severityOf({ from, kind, isDisabled }: Unresolved): 'error' | 'warning' | 'note' {
  if (from.resourceType !== 'test') return 'error';
  return isDisabled && kind !== 'source' ? 'note' : 'warning';
}

const WHAT: Readonly<Record<Unresolved['kind'], string>> = {
  source: 'source table',
  node: 'model, seed or snapshot',
  metric: 'metric',
  function: 'function',
};

function unresolvedDiagnostic(unresolved: Unresolved): Diagnostic {
  const { name, kind, isDisabled, version, packageName } = unresolved;
  const close = isDisabled ? undefined : nearest(name, unresolved.candidates);
  const what = WHAT[kind];
  const where = packageName === null ? '' : ` in package '${packageName}'`;
  const shown = version === null ? `'${name}'` : `'${name}' with version '${version}'`;
  return diagnostic(
    codeOf(unresolved),
    isDisabled ? `${shown} is disabled` : `no ${what}${where} is named ${shown}`,
    {
      severity: severityOf(unresolved),
      span: unresolved.span,
      label: isDisabled ? 'disabled' : `no ${what} has this name`,
      ...(close === undefined ? {} : { hint: `Did you mean '${close}'?` }),
      ...(isDisabled && unresolved.from.resourceType === 'test'
        ? { kind: 'InvalidDisabledTargetInTestNode' }
        : {}),
      dbtMessage: dbtSentence(unresolved),
      uniqueId: unresolved.from.uniqueId,
    },
  );
}

/** The diagnostic for a `ref()` that leads nowhere. */
export function refProblem(options: {
  readonly from: Referrer;
  readonly call: RefCall;
  readonly disabled: GraphNode | null;
  readonly lookups: Lookups;
}): Diagnostic {
  const { from, call, disabled, lookups } = options;
  return unresolvedDiagnostic({
    from,
    kind: 'node',
    name: call.name,
    packageName: call.package,
    version: call.version,
    isDisabled: disabled !== null,
    span: call.span ?? from.span,
    candidates: lookups.refs.keys(),
  });
}

/** The diagnostic for a `source()` that leads nowhere. */
export function sourceProblem(options: {
  readonly from: Referrer;
  readonly call: SourceCall;
  readonly disabled: GraphNode | null;
  readonly lookups: Lookups;
}): Diagnostic {
  const { from, call, disabled, lookups } = options;
  return unresolvedDiagnostic({
    from,
    kind: 'source',
    name: `${call.source}.${call.table}`,
    packageName: null,
    version: null,
    isDisabled: disabled !== null,
    span: call.span ?? from.span,
    candidates: lookups.sources.keys(),
  });
}

/** The diagnostic for a `metric()` that leads nowhere. */
export function metricProblem(options: {
  readonly from: Referrer;
  readonly call: readonly string[];
  readonly isDisabled: boolean;
  readonly candidates: Iterable<string>;
}): Diagnostic {
  const { from, call, isDisabled, candidates } = options;
  return unresolvedDiagnostic({
    from,
    kind: 'metric',
    name: call[call.length - 1] as string,
    packageName: call.length > 1 ? (call[0] as string) : null,
    version: null,
    isDisabled,
    span: from.span,
    candidates,
  });
}

/** The diagnostic for a `function()` that leads nowhere. */
export function functionProblem(options: {
  readonly from: Referrer;
  readonly call: readonly string[];
  readonly disabled: GraphNode | null;
  readonly lookups: Lookups;
}): Diagnostic {
  const { from, call, disabled, lookups } = options;
  return unresolvedDiagnostic({
    from,
    kind: 'function',
    name: call[call.length - 1] as string,
    packageName: call.length > 1 ? (call[0] as string) : null,
    version: null,
    isDisabled: disabled !== null,
    span: from.span,
    candidates: lookups.functions.keys(),
  });
}

/** The diagnostic for a `ref()` that several packages could answer. */
export function ambiguousProblem(from: Referrer, call: RefCall, targets: readonly Node[]): Diagnostic {
  const ids = targets.map((each) => `'${each.uniqueId}'`).join(', ');
  const packages = targets.map((each) => each.packageName);
  return diagnostic(
    'N011',
    `'${call.name}' is the name of nodes in several packages: ${packages.join(', ')}`,
    {
      span: call.span ?? from.span,
      hint: `Name the package: ref('${packages[0]}', '${call.name}').`,
      dbtMessage: `When referencing '${call.name}', dbt found nodes in multiple packages: ${ids}\nTo fix this, use two-argument 'ref', with the package name first: '${packages.join("' or '")}'`,
      uniqueId: from.uniqueId,
    },
  );
}

/** The warning for a `ref()` in a package that finds something of the root project. */
export function rootTargetProblem(from: Referrer, call: RefCall, target: Node): Diagnostic {
  const name = from.uniqueId.split('.')[2] ?? from.uniqueId;
  return diagnostic('N061', `'${call.name}' in package '${from.packageName}' is ${target.uniqueId}`, {
    span: call.span ?? from.span,
    dbtMessage: `The node '${name}'in package '${from.packageName}' depends on the root project node '${target.uniqueId}'.This may lead to unexpected cycles downstream. Please set the 'require_ref_searches_node_package_before_root' behavior change flag to True to avoid this issue.For more information, see the documentation at https://docs.getdbt.com/reference/global-configs/behavior-changes#package-ref-search-order`,
    uniqueId: from.uniqueId,
  });
}

/** The diagnostic for a `ref()` to a model that may not be used there. */
export function accessProblem(from: Referrer, call: RefCall, target: Node): Diagnostic {
  const isPrivate = target.resourceType === 'model' && target.access === 'private';
  const scope = isPrivate ? `'${target.group ?? ''}' group` : `'${target.packageName}' package`;
  const access = isPrivate ? 'private' : 'protected';
  return diagnostic('N022', `'${call.name}' is ${access} to the ${scope}`, {
    span: call.span ?? from.span,
    notes: [{ message: 'it is defined here', span: target.span }],
    dbtMessage: `Node ${from.uniqueId} attempted to reference node ${target.uniqueId}, which is not allowed because the referenced node is ${access} to the ${scope}.`,
    uniqueId: from.uniqueId,
  });
}
