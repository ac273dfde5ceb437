import { nearest } from '../../base/index.ts';
import { pathInPackage, type RunEnvironment } from '../../context/index.ts';
import { type Diagnostic, diagnostic, type Span } from '../../diagnostics/index.ts';
import type { Node } from '../../domain/index.ts';

/** Names of every context that are written often. */
const COMMON = [
  'this',
  'model',
  'var',
  'ref',
  'source',
  'config',
  'target',
  'execute',
  'is_incremental',
  'env_var',
];
const WORD = /[A-Za-z_]\w*/g;

export interface MissingNameOptions {
  readonly name: string;
  /** Where it stands, in the text that was rendered. */
  readonly span: Span;
  readonly node: Node;
  readonly environment: RunEnvironment;
}

/** The place in the author's file; null when it stands in text that others wrote. */
function authorsPlace({ span, node, environment }: MissingNameOptions): Span | null {
  const { text, path } = span.source;
  if (text === node.rawCode && node.span.source.text !== text) {
    const start = node.span.source.text.indexOf(text);
    const by = node.resourceType === 'test' ? -1 : start;
    return by < 0 ? node.span : { source: node.span.source, start: span.start + by, end: span.end + by };
  }
  return pathInPackage(path, environment.project) === path ? span : null;
}

/** The nearest of the names that the text itself sets, and those that every template sees. */
function guess(name: string, text: string, environment: RunEnvironment): string | undefined {
  const set = [...text.matchAll(/\{%-?\s*(?:set|for|macro)\s+([^=%}]+)/g)].flatMap(
    (each) => each[1]?.match(WORD) ?? [],
  );
  const known = [...set, ...COMMON, ...environment.library.namesIn(environment.project.name)];
  return nearest(
    name,
    known.filter((each) => each !== name),
  );
}

/** A name that a template uses and that does not exist; null where it is not the author's to mend. */
export function missingName(options: MissingNameOptions): Diagnostic | null {
  const { name, node, environment } = options;
  const span = authorsPlace(options);
  if (span === null) return null;
  const found = guess(name, options.span.source.text, environment);
  return diagnostic('V001', `'${name}' is not defined: nothing is rendered in its place`, {
    span,
    label: 'no such name',
    hint: found === undefined ? undefined : `Did you mean '${found}'?`,
    uniqueId: node.uniqueId,
  });
}
