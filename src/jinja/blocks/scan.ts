import { lineStarts } from '../../base/index.ts';
import { DiagnosticError, diagnostic, type SourceText, type Span } from '../../diagnostics/index.ts';
import type { Block, BlockKind, OnStrayTag } from '../contract.ts';
import { type Tag, tagsOf } from './tags.ts';

const CONTROL_FLOW: ReadonlyMap<string, string> = new Map([
  ['if', 'endif'],
  ['for', 'endfor'],
]);
const CONTROL_FLOW_ENDS: ReadonlyMap<string, string> = new Map([
  ['endif', 'if'],
  ['endfor', 'for'],
]);

/** dbt's `line:column`: lines from 1, columns from 0. */
function linePosition(source: SourceText, offset: number): string {
  const starts = lineStarts(source.text);
  const line = starts.findLastIndex((start) => start <= offset);
  return `${line + 1}:${offset - (starts[line] as number)}`;
}

function fail(source: SourceText, tag: Tag, message: string, dbtMessage: string): never {
  const span: Span = { source, start: tag.start, end: tag.end };
  throw new DiagnosticError(diagnostic('J006', message, { span, dbtMessage }));
}

/** Keeps track of open `if` and `for`, in which no block may be defined. */
function trackControlFlow(source: SourceText, open: string[], tag: Tag): void {
  if (CONTROL_FLOW.has(tag.type)) open.push(tag.type);
  const started = CONTROL_FLOW_ENDS.get(tag.type);
  if (started === undefined) return;
  const at = linePosition(source, tag.start);
  const opened = open.pop();
  if (opened === undefined) {
    const message = `Got an unexpected control flow end tag, got ${tag.type} but never saw a preceeding ${started} (@ ${at})`;
    fail(source, tag, `this ${tag.type} closes nothing: no ${started} is open`, message);
  }
  const expected = CONTROL_FLOW.get(opened) as string;
  if (expected !== tag.type) {
    const message = `Got an unexpected control flow end tag, got ${tag.type} but expected ${expected} next (@ ${at})`;
    fail(source, tag, `this ${tag.type} stands where ${expected} is expected`, message);
  }
}

function requireTopLevel(source: SourceText, open: readonly string[], outer: Tag | null, tag: Tag): void {
  if (open.length > 0) {
    const at = linePosition(source, tag.start);
    const message = `Got a block definition inside control flow at ${at}. All dbt block definitions must be at the top level`;
    fail(source, tag, `a ${tag.type} cannot be defined inside ${open.at(-1)}`, message);
  }
  if (outer !== null) {
    const message =
      `Got nested tags: ${outer.type} (started at ${outer.start}) did not have a matching {{% end${outer.type} %}} ` +
      `before a subsequent ${tag.type} was found (started at ${tag.start})`;
    fail(source, tag, `the ${outer.type} before this ${tag.type} is not closed`, message);
  }
}

/**
 * Finds blocks of the given kinds without parsing what is in or around them, by dbt's rules: blocks stand at the top level,
 * are closed, and do not nest; raw blocks, comments and strings hide tags. Throws dbt's errors as `J006`.
 */
export function scanBlocks(
  source: SourceText,
  kinds: readonly BlockKind[],
  onStray?: OnStrayTag,
): readonly Block[] {
  const wanted: ReadonlySet<string> = new Set(kinds);
  const controlFlow: string[] = [];
  const blocks: Block[] = [];
  let current: Tag | null = null;
  for (const tag of tagsOf(source)) {
    trackControlFlow(source, controlFlow, tag);
    if (wanted.has(tag.type)) {
      requireTopLevel(source, controlFlow, current, tag);
      current = tag;
    } else if (current !== null && tag.type === `end${current.type}`) {
      blocks.push({
        kind: current.type as BlockKind,
        name: current.name ?? '',
        span: { source, start: current.start, end: tag.end },
        contents: { source, start: current.end, end: tag.start },
      });
      current = null;
    } else if (current === null && onStray !== undefined) {
      onStray({ name: tag.type, span: { source, start: tag.start, end: tag.end } });
    }
  }
  if (current !== null) {
    const line = linePosition(source, current.end).split(':')[0];
    const message = `Reached EOF without finding a close tag for ${current.type} (searched from line ${line})`;
    fail(source, current, `this ${current.type} is not closed`, message);
  }
  return blocks;
}
