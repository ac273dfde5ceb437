import { resolvePlain } from './scalars.ts';
import { nonTextTags } from './tags.ts';

/** YAML text as a tree with positions: offsets of UTF-16 code units, `end` exclusive. */
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Unquoted, and not a block: its form decides its type. */
  readonly plain: boolean;
  /** An explicit tag, without its `tag:yaml.org,2002:` prefix. */
  readonly tag: string | null;
}

export interface YamlSequence {
  readonly kind: 'sequence';
  readonly start: number;
  readonly end: number;
  readonly items: readonly YamlNode[];
  readonly tag: string | null;
}

export interface YamlPair {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface YamlMappingNode {
  readonly kind: 'mapping';
  readonly start: number;
  readonly end: number;
  readonly pairs: readonly YamlPair[];
  readonly tag: string | null;
}

/** A use of an anchor. */
export interface YamlAlias {
  readonly kind: 'alias';
  readonly start: number;
  readonly end: number;
  readonly target: YamlNode;
}

export type YamlNode = YamlScalar | YamlSequence | YamlMappingNode | YamlAlias;

/** Something wrong at a place, in the parser's words. */
export interface YamlFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A key that stands twice in one mapping; the later value holds. */
export interface YamlDuplicate {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly first: { readonly start: number; readonly end: number };
}

/**
 * A YAML mapping. Nearly always a plain object. It is a `Map` when a plain object could not hold it: keys that are not text
 * (`1:`, `yes:`), text that JavaScript would move to the front (`'2020'`), or `__proto__`.
 */
export type YamlMapping = Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>;

/** The node itself, or what an alias stands for. */
export function targetOf(node: YamlNode): YamlScalar | YamlSequence | YamlMappingNode {
  let at = node;
  while (at.kind === 'alias') at = at.target;
  return at;
}

/** Whether this key is `<<`, which merges another mapping into this one. */
export function isMergeKey(key: YamlNode): boolean {
  return key.kind === 'scalar' && key.plain && key.tag === null && key.text === '<<';
}

/** The mappings that a `<<` value names, strongest last as they are applied; undefined when it names something else. */
export function mergedMappings(value: YamlNode): readonly YamlMappingNode[] | undefined {
  const target = targetOf(value);
  if (target.kind === 'mapping') return [target];
  if (target.kind !== 'sequence') return undefined;
  const mappings = target.items.map(targetOf);
  return mappings.every((each) => each.kind === 'mapping') ? mappings.slice().reverse() : undefined;
}

const ARRAY_INDEX = /^(?:0|[1-9]\d{0,9})$/;
/** Whether an object can hold the key at its place. */
function fitsObject(key: unknown): key is string {
  if (typeof key !== 'string' || key === '__proto__') return false;
  const first = key.charCodeAt(0);
  return !(first >= 48 && first <= 57 && ARRAY_INDEX.test(key));
}

/** Texts that YAML 1.1 gives a meaning that no value can have. */
const MISPLACED: ReadonlyMap<string, string> = new Map([
  ['=', "could not determine a constructor for the tag 'tag:yaml.org,2002:value'"],
  ['<<', "could not determine a constructor for the tag 'tag:yaml.org,2002:merge'"],
]);

/** How many collections may stand in each other. Python's loader ends somewhere below its 1,000 calls. */
const MOST_LEVELS = 300;

export const TOO_DEEP = 'TOO_DEEP';

/** Makes values of nodes, and notes what is wrong or doubled on the way. */
export class YamlBuilder {
  readonly faults: YamlFault[] = [];
  readonly duplicates: YamlDuplicate[] = [];
  private readonly shared = new Map<YamlNode, unknown>();
  private readonly open = new Set<YamlNode>();

  build(node: YamlNode): unknown {
    if (node.kind === 'scalar') {
      const misplaced = node.plain && node.tag === null ? MISPLACED.get(node.text) : undefined;
      return misplaced === undefined ? this.scalar(node) : this.fault(misplaced, node);
    }
    if (node.kind === 'alias') return this.alias(node);
    return this.collection(node);
  }

  private alias(node: YamlAlias): unknown {
    const target = targetOf(node);
    if (this.open.has(target)) return this.fault('found an anchor that contains itself', node);
    if (!this.shared.has(target)) this.shared.set(target, this.build(target));
    return this.shared.get(target);
  }

  private scalar(node: YamlScalar): unknown {
    if (node.tag !== null) return this.tagged(node, node.tag);
    return node.plain ? resolvePlain(node.text) : node.text;
  }

  private tagged(node: YamlScalar, tag: string): unknown {
    if (tag === 'str' || tag === '!') return node.text;
    const read = nonTextTags[tag];
    const value = read?.(node.text);
    if (value !== undefined) return value;
    const problem =
      read === undefined
        ? `could not determine a constructor for the tag '${tag}'`
        : `'${node.text}' is not of the type that its tag '!!${tag}' names`;
    return this.fault(problem, node);
  }

  private collection(node: YamlSequence | YamlMappingNode): unknown {
    if (this.open.size >= MOST_LEVELS) return this.fault(TOO_DEEP, node);
    this.open.add(node);
    const value = node.kind === 'sequence' ? node.items.map((item) => this.build(item)) : this.mapping(node);
    this.open.delete(node);
    return value;
  }

  private mapping(node: YamlMappingNode): YamlMapping {
    const object: Record<string, unknown> = {};
    for (const [at, { key, value }] of node.pairs.entries()) {
      if (isMergeKey(key)) return this.unusual(node);
      const name = key.kind === 'scalar' ? this.scalar(key) : undefined;
      if (!fitsObject(name)) return this.unusual(node);
      if (Object.hasOwn(object, name)) this.noteDuplicate(node, name, at);
      object[name] = this.build(value);
    }
    return object;
  }

  /** A mapping with merges, or with keys that an object cannot hold. Made from the start again; that is rare. */
  private unusual(node: YamlMappingNode): YamlMapping {
    const entries = new Map<unknown, unknown>();
    const own = new Set<unknown>();
    this.merge(node, entries, new Set());
    for (const [at, { key, value }] of node.pairs.entries()) {
      if (isMergeKey(key)) continue;
      const name = this.keyOf(key);
      if (own.has(name)) this.noteDuplicate(node, String(name), at);
      own.add(name);
      entries.set(name, this.build(value));
    }
    return [...entries.keys()].every(fitsObject) ? Object.fromEntries(entries) : entries;
  }

  /** Puts what `<<` names into `entries`, before the mapping's own keys, as Python's loader orders them. */
  private merge(node: YamlMappingNode, entries: Map<unknown, unknown>, inside: Set<YamlNode>): void {
    if (inside.has(node)) return;
    const around = new Set(inside).add(node);
    for (const { key, value } of node.pairs) {
      if (!isMergeKey(key)) continue;
      const sources = mergedMappings(value);
      if (sources === undefined) {
        this.fault('expected a mapping or list of mappings for merging', value);
        continue;
      }
      for (const source of sources) {
        this.merge(source, entries, around);
        for (const pair of source.pairs) {
          if (!isMergeKey(pair.key)) entries.set(this.keyOf(pair.key), this.shareOf(pair.value));
        }
      }
    }
  }

  private shareOf(node: YamlNode): unknown {
    if (!this.shared.has(node)) this.shared.set(node, this.build(node));
    return this.shared.get(node);
  }

  private keyOf(key: YamlNode): unknown {
    const target = targetOf(key);
    if (target.kind === 'scalar') return this.scalar(target);
    this.fault('found unhashable key', key);
    return '';
  }

  private noteDuplicate(node: YamlMappingNode, name: string, at: number): void {
    const { start, end } = (node.pairs[at] as YamlPair).key;
    if (this.duplicates.some((each) => each.start === start)) return;
    const isSame = ({ key }: YamlPair) => targetOf(key).kind === 'scalar' && String(this.keyOf(key)) === name;
    const before = node.pairs.slice(0, at).findLast(isSame)?.key ?? (node.pairs[at] as YamlPair).key;
    this.duplicates.push({ key: name, start, end, first: { start: before.start, end: before.end } });
  }

  private fault(message: string, node: YamlNode): null {
    this.faults.push({ message, start: node.start, end: node.end });
    return null;
  }
}
