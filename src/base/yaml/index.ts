// A door of its own beside `index.ts`: whoever only needs the rest of this room does not load the YAML parser.
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node as ParsedNode,
  parseAllDocuments,
  type Scalar,
  type YAMLError,
} from 'yaml';
import { positionAt } from '../text-index.ts';
import { type DescribedProblem, describeProblem } from './errors.ts';
import { readFast } from './fast-reader.ts';
import { treeOf, treeText } from './kept-tree.ts';
import {
  TOO_DEEP,
  YamlBuilder,
  type YamlDuplicate,
  type YamlFault,
  type YamlNode,
  type YamlPair,
} from './nodes.ts';
import { findNode, type YamlPath } from './path.ts';

export { isMapping, mappingEntries, mappingRecord } from './mapping.ts';
export { readMoment, YamlDate, YamlTimestamp } from './moments.ts';
export type { YamlMapping } from './nodes.ts';
export type { YamlPath } from './path.ts';

/** A stretch of the text, in UTF-16 code units; `end` is exclusive. */
export interface YamlRange {
  readonly start: number;
  readonly end: number;
}

/** Why a text is not YAML, and where. */
interface YamlProblem extends YamlRange, DescribedProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** A YAML text, read. */
export interface ParsedYaml {
  /**
   * Null for an empty text, and when there are errors. Mappings are `YamlMapping`s in the order of the text; integral floats
   * are boxed (`Float`); days and moments are `YamlDate` and `YamlTimestamp`; aliases share the value of their anchor.
   */
  readonly value: unknown;
  readonly errors: readonly YamlProblem[];
  readonly duplicates: readonly YamlDuplicate[];
  /** Where the value at `path` stands. Merged keys are found where they were written. */
  locate(path: YamlPath): YamlRange | undefined;
  /** Where the last key of `path` stands; for a list item, the item. */
  locateKey(path: YamlPath): YamlRange | undefined;
}

/** Types are decided here, so the parser is asked for text only, and for no check of its own that Python lacks. */
const OPTIONS = {
  version: '1.1',
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Trees that were read before, as text, by the text that they were read from. */
export interface KeptTrees {
  get(source: string): string | undefined;
  put(source: string, tree: string): void;
}

function keeping(text: string, root: YamlNode, kept: KeptTrees | undefined): ParsedYaml {
  const yaml = built(text, root, []);
  const tree = kept === undefined || yaml.errors.length > 0 ? undefined : treeText(root, text);
  if (tree !== undefined) kept?.put(text, tree);
  return yaml;
}

/**
 * Reads YAML 1.1 as Python's SafeLoader does: the same scalar types, merges, and the last of doubled keys. Nothing is thrown:
 * `errors` tells what is wrong.
 */
export function parseYaml(text: string, kept?: KeptTrees): ParsedYaml {
  const known = kept?.get(text);
  if (known !== undefined) return built(text, treeOf(known, text), []);
  const fast = readFast(text);
  return fast === undefined ? readWhole(text, kept) : keeping(text, fast, kept);
}

function readWhole(text: string, kept: KeptTrees | undefined): ParsedYaml {
  try {
    return readDocuments(text, kept);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return built(text, undefined, [{ message: TOO_DEEP, start: 0, end: 0 }]);
  }
}

function readDocuments(text: string, kept: KeptTrees | undefined): ParsedYaml {
  const documents = parseAllDocuments(text, OPTIONS);
  const faults: YamlFault[] = [];
  const parsed = Array.isArray(documents) ? (documents as Document.Parsed[]) : [];
  for (const document of parsed) {
    for (const error of document.errors) faults.push(faultOf(error, text));
  }
  const [first, second] = parsed;
  if (second !== undefined && faults.length === 0) faults.push(secondDocument(second));
  const root = first?.contents == null ? undefined : nodesOf(first, text, faults);
  return root !== undefined && faults.length === 0 ? keeping(text, root, kept) : built(text, root, faults);
}

function built(text: string, root: YamlNode | undefined, faults: YamlFault[]): ParsedYaml {
  const builder = new YamlBuilder();
  const value = root === undefined || faults.length > 0 ? null : builder.build(root);
  faults.push(...builder.faults);
  return {
    value: faults.length > 0 ? null : value,
    // What follows the first error is mostly its echo, and Python tells the first only.
    errors: faults
      .sort((a, b) => a.start - b.start)
      .slice(0, 1)
      .map((fault) => problemOf(fault, text)),
    duplicates: builder.duplicates,
    locate: (path) => rangeOf(root && findNode(root, path)?.value),
    locateKey: (path) => {
      const found = root && findNode(root, path);
      return rangeOf(found?.key ?? found?.value);
    },
  };
}

function rangeOf(node: YamlNode | undefined): YamlRange | undefined {
  return node && { start: node.start, end: node.end };
}

/** The colon that should not be there, for errors that the parser reports where the key begins. */
const MISPLACED_COLON = new Set(['BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY']);

function faultOf(error: YAMLError, text: string): YamlFault {
  const start = Math.min(error.pos[0], text.length);
  if (MISPLACED_COLON.has(error.code)) {
    const colon = text.slice(start).search(/:(?:[ \t\n]|$)/);
    const at = colon < 0 ? start : start + colon;
    return { message: `${error.code}: ${error.message}`, start: at, end: at + 1 };
  }
  return { message: `${error.code}: ${error.message}`, start, end: Math.max(start, error.pos[1]) };
}

function secondDocument(document: Document.Parsed): YamlFault {
  const start = document.range?.[0] ?? 0;
  return { message: 'MULTIPLE_DOCS', start, end: start };
}

function problemOf(fault: YamlFault, text: string): YamlProblem {
  const position = positionAt(text, fault.start);
  const described = describeProblem({ fault, text, position });
  return { start: fault.start, end: fault.end, ...position, ...described };
}

/** The parser's tree as ours, with aliases resolved to the node they name. */
function nodesOf(document: Document.Parsed, source: string, faults: YamlFault[]): YamlNode {
  const anchors = new Map<string, YamlNode>();
  const convert = (node: unknown, at: number): YamlNode => {
    if (isAlias(node)) return aliasOf(node);
    const range = (node as ParsedNode | null)?.range ?? [at, at, at];
    const place = { start: range[0], end: range[1], tag: tagOf(node) };
    const made = withoutAnchor(node, place);
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (anchor !== undefined) anchors.set(anchor, made);
    return made;
  };
  const withoutAnchor = (node: unknown, place: Place): YamlNode => {
    if (isSeq(node)) {
      const items = node.items.map((item) => convert(item, place.start));
      return { kind: 'sequence', ...place, items };
    }
    if (isMap(node)) {
      const pairs = node.items.map((pair): YamlPair => {
        const key = convert(pair.key, place.start);
        return { key, value: convert(pair.value, key.end) };
      });
      return { kind: 'mapping', ...place, pairs };
    }
    const value = isScalar(node) ? withoutLastBreak(source, node) : '';
    return { kind: 'scalar', ...place, text: value, plain: !isScalar(node) || node.type === 'PLAIN' };
  };
  const aliasOf = (node: Alias): YamlNode => {
    const [start, end] = node.range ?? [0, 0];
    const target = anchors.get(node.source);
    if (target !== undefined) return { kind: 'alias', start, end, target };
    faults.push({ message: 'BAD_ALIAS', start, end });
    return { kind: 'scalar', start, end, text: '', plain: true, tag: null };
  };
  return convert(document.contents, 0);
}

/** A block text at the end of a file without a last line break has none either. */
function withoutLastBreak(source: string, node: Scalar): string {
  const text = String(node.value ?? '');
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
  if (!isBlock || source.endsWith('\n') || (node.range?.[1] ?? 0) < source.length) return text;
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly tag: string | null;
}

const CORE_TAG = 'tag:yaml.org,2002:';

function tagOf(node: unknown): string | null {
  const tag = (node as { tag?: string } | null)?.tag;
  if (tag === undefined) return null;
  return tag.startsWith(CORE_TAG) ? tag.slice(CORE_TAG.length) : tag;
}
