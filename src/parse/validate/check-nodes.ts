import { nearest } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { HookConfig, Manifest, Node } from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

function checkGroup(node: Node, groups: ReadonlySet<string>, environment: ParseEnvironment): void {
  if (typeof node.group !== 'string' || node.group === '' || groups.has(node.group)) return;
  const known = [...groups].sort();
  const close = nearest(node.group, known);
  environment.report(
    diagnostic('N021', `there is no group '${node.group}'`, {
      span: node.patchSpan ?? node.span,
      ...(close === undefined ? {} : { hint: `Did you mean '${close}'?` }),
      kind: `Parsing Error in ${node.resourceType} ${node.name} (${node.originalFilePath})`,
      dbtMessage: `Invalid group '${node.group}', expected one of [${known.map((each) => `'${each}'`).join(', ')}]`,
      uniqueId: node.uniqueId,
    }),
  );
}

function checkAccess(node: Node, environment: ParseEnvironment): void {
  if (node.resourceType !== 'model' || node.access !== 'public' || node.config.materialized !== 'ephemeral')
    return;
  environment.report(
    diagnostic('N023', `'${node.name}' is ephemeral and cannot be public`, {
      span: node.patchSpan ?? node.span,
      dbtMessage: `Node ${node.uniqueId} with 'ephemeral' materialization has an invalid value (public) for the access field`,
      uniqueId: node.uniqueId,
    }),
  );
}

/** What a snapshot's config lacks, in dbt's words. */
function snapshotFault(config: Node['config']): string | null {
  const { strategy, unique_key: key, check_cols: columns, updated_at: updated } = config;
  if (!strategy || !key) return "Snapshots must be configured with a 'strategy' and 'unique_key'.";
  if (strategy === 'check') {
    if (!columns || (Array.isArray(columns) && columns.length === 0)) {
      return 'A snapshot configured with the check strategy must specify a check_cols configuration.';
    }
    if (typeof columns === 'string' && columns !== 'all') {
      return `Invalid value for 'check_cols': ${columns}. Expected 'all' or a list of strings.`;
    }
  }
  if (strategy === 'timestamp') {
    if (!updated)
      return 'A snapshot configured with the timestamp strategy must specify an updated_at configuration.';
    if (columns) return "A 'timestamp' snapshot should not have 'check_cols'";
  }
  const { materialized } = config;
  return materialized && materialized !== 'snapshot'
    ? "A snapshot must have a materialized value of 'snapshot'"
    : null;
}

function checkSnapshot(node: Node, environment: ParseEnvironment): void {
  if (node.resourceType !== 'snapshot') return;
  const fault = snapshotFault(node.config);
  if (fault === null) return;
  environment.report(
    diagnostic('N025', `snapshot '${node.name}' is not configured completely: ${fault}`, {
      span: node.span,
      kind: '',
      dbtMessage: fault,
      uniqueId: node.uniqueId,
    }),
  );
}

/** Seeds are where lineage begins; their hooks are the only thing in them that could ask for another node. */
function checkSeed(node: Node, environment: ParseEnvironment): void {
  if (node.resourceType !== 'seed') return;
  const asked = [...node.refs, ...node.sources];
  if (asked.length + node.metrics.length === 0) return;
  const lines = (['pre-hook', 'post-hook'] as const).flatMap((moment) =>
    ((node.config[moment] ?? []) as readonly HookConfig[]).map(
      ({ sql }) => `- ${moment.replace('-', '_')}: "${sql}"`,
    ),
  );
  environment.report(
    diagnostic('N060', `a hook of seed '${node.name}' asks for another node`, {
      span: node.patchSpan ?? node.span,
      notes: lines.map((line) => ({ message: line.slice(2) })),
      dbtMessage: `
Seeds cannot depend on other nodes. dbt detected a seed with a pre- or post-hook
that calls 'ref', 'source', or 'metric', either directly or indirectly via other macros.

Error raised for '${node.uniqueId}', which has these hooks defined: \n${lines.join('\n')}
        `,
      uniqueId: node.uniqueId,
    }),
  );
}

/** Checks what needs the whole manifest: groups, access, snapshots, hooks of seeds. */
export function checkNodes(manifest: Manifest, environment: ParseEnvironment): void {
  const groups = new Set([...manifest.groups.values()].map((each) => each.name));
  for (const node of manifest.nodes.values()) {
    checkGroup(node, groups, environment);
    checkAccess(node, environment);
    checkSnapshot(node, environment);
    checkSeed(node, environment);
  }
}
