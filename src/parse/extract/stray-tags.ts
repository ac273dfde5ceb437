import { type DiagnosticSink, diagnostic } from '../../diagnostics/index.ts';
import type { OnStrayTag } from '../../jinja/contract.ts';

/** Tells of tags that stand outside of the blocks of a file. */
export function strayTags(sink: DiagnosticSink): OnStrayTag {
  return ({ name, span }) =>
    sink.report(
      diagnostic('J010', `the tag '${name}' belongs to no block`, {
        span,
        hint: 'Remove it, or put it into a block.',
      }),
    );
}
