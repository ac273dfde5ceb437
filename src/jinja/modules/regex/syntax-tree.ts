/** Python's regular expressions, parsed. Flags that hold at a place are part of the nodes there. */
export type Node =
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'alternatives'; readonly branches: readonly Node[] }
  | { readonly kind: 'character'; readonly set: CharacterSet }
  | {
      readonly kind: 'repeat';
      readonly body: Node;
      readonly min: number;
      readonly max: number;
      readonly mode: RepeatMode;
    }
  | { readonly kind: 'group'; readonly index: number; readonly body: Node }
  | { readonly kind: 'reference'; readonly index: number; readonly ignoreCase: boolean }
  | { readonly kind: 'position'; readonly test: PositionTest }
  | { readonly kind: 'look'; readonly body: Node; readonly behind: number | null; readonly negated: boolean }
  | { readonly kind: 'atomic'; readonly body: Node }
  | { readonly kind: 'condition'; readonly index: number; readonly yes: Node; readonly no: Node };

export type RepeatMode = 'greedy' | 'lazy' | 'possessive';

export type PositionTest =
  | 'start'
  | 'lineStart'
  | 'end'
  | 'beforeLastNewline'
  | 'lineEnd'
  | 'boundary'
  | 'notBoundary'
  | 'asciiBoundary'
  | 'notAsciiBoundary';

/** Whether a code point belongs to a set. */
export type CharacterSet = (code: number) => boolean;

export const EMPTY: Node = Object.freeze({ kind: 'sequence', items: Object.freeze([]) as readonly Node[] });

export interface ParsedPattern {
  readonly root: Node;
  /** Bits of the flags in force, inline ones included. */
  readonly flags: number;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

const sum = (widths: readonly (readonly [number, number])[]): readonly [number, number] =>
  widths.reduce<readonly [number, number]>(([low, high], [min, max]) => [low + min, high + max], [0, 0]);

/** The fewest and most characters that a node can match. */
export function widthOf(
  node: Node,
  groups: ReadonlyMap<number, Node> = new Map(),
): readonly [number, number] {
  switch (node.kind) {
    case 'character':
      return [1, 1];
    case 'sequence':
      return sum(node.items.map((item) => widthOf(item, groups)));
    case 'alternatives':
      return span(node.branches.map((branch) => widthOf(branch, groups)));
    case 'repeat': {
      const [low, high] = widthOf(node.body, groups);
      return [low * node.min, high === 0 ? 0 : high * node.max];
    }
    case 'group':
    case 'atomic':
      return widthOf(node.body, groups);
    case 'reference': {
      const body = groups.get(node.index);
      return body === undefined ? [0, Number.POSITIVE_INFINITY] : widthOf(body, groups);
    }
    case 'condition':
      return span([widthOf(node.yes, groups), widthOf(node.no, groups)]);
    default:
      return [0, 0];
  }
}

function span(widths: readonly (readonly [number, number])[]): readonly [number, number] {
  return [Math.min(...widths.map(([low]) => low)), Math.max(...widths.map(([, high]) => high))];
}
