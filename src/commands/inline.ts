import { sha256 } from '../base/index.ts';
import { BARE_NODE, type Manifest, type SqlOperationNode } from '../domain/index.ts';
import { planNodes, type RunOptions } from '../run/index.ts';
import { deferralOf } from './deferral.ts';
import type { Session } from './session.ts';
import { writeGraphSummary } from './write-graph-summary.ts';

const NAME = 'inline_query';

/** SQL of the command line as a node of the root project. It is rendered when it is compiled, with everything a model sees. */
export function inlineNode(session: Session, sql: string): SqlOperationNode {
  const { name: project, target } = session.project();
  const source = { path: '--inline', text: sql };
  return Object.freeze({
    ...BARE_NODE,
    resourceType: 'sql_operation',
    uniqueId: `sql_operation.${project}.${NAME}`,
    name: NAME,
    packageName: project,
    path: 'sql/inline_query',
    originalFilePath: 'from remote system.sql',
    fqn: [project, 'sql', NAME],
    alias: NAME,
    database: target.database,
    schema: target.schema,
    checksum: { name: 'sha256', checksum: sha256(sql) },
    config: { enabled: true, materialized: 'view' },
    createdAt: session.host.clock.now().getTime() / 1000,
    rawCode: sql,
    // It may refer to everything: nothing waits for it, so nobody needs to know what it reads.
    dependsOn: { macros: [], nodes: [...session.manifest().nodes.keys()] },
    span: { source, start: 0, end: sql.length },
  });
}

/** A run of nothing but the SQL of `--inline`. */
export function inlineRun(session: Session, sql: string): RunOptions {
  const node = inlineNode(session, sql);
  // An earlier artifact that cannot be read stops every command that was told to read it.
  session.earlier();
  const parsed = session.manifest();
  const manifest: Manifest = { ...parsed, nodes: new Map([...parsed.nodes, [node.uniqueId, node]]) };
  const unread = { ...node, dependsOn: { macros: [], nodes: [] } };
  writeGraphSummary(session, {
    manifest: { ...parsed, nodes: new Map([...parsed.nodes, [unread.uniqueId, unread]]) },
  });
  const selected = [node.uniqueId];
  return {
    plan: planNodes({
      manifest,
      edges: { parentsOf: () => [] },
      selected,
      command: session.invocation.command,
    }),
    environment: session.environment(selected, manifest),
    openAdapter: session.openAdapter,
    threads: session.project().target.threads,
    signal: session.signal,
    deferral: deferralOf(session),
  };
}
