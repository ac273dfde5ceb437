import { type Diagnostic, diagnostic } from '../../diagnostics/index.ts';
import type { Node } from '../../domain/index.ts';

/** An error about the node's own table, which is not there, in the words of what the author does. */
export function ownTableMissing(node: Node, found: Diagnostic, isBuilt: boolean): Diagnostic {
  const where = isBuilt ? 'on an empty database' : 'the first time';
  return diagnostic('V002', `${node.name} reads its own table, and there is none when it is built ${where}`, {
    severity: isBuilt ? 'warning' : 'error',
    span: found.span,
    label: 'the table that is yet to be made',
    stack: found.stack,
    hint: 'Put it between `{% if is_incremental() %}` and `{% endif %}`.',
    dbtMessage: found.dbtMessage,
    uniqueId: node.uniqueId,
  });
}
