import {
  BeyondFastReader,
  beyond,
  fold,
  isRestEmpty,
  lineEnd,
  readBlockText,
  readPlainPart,
  readQuoted,
  skipBlanks,
  skipFlowSpace,
  startsPlain,
} from './fast-text.ts';
import type { YamlNode, YamlPair, YamlScalar } from './nodes.ts';

/**
 * Reads the everyday part of YAML in one pass: block mappings and lists, plain, quoted and block texts, flow collections,
 * comments. That is an order of magnitude faster than the full parser, and covers nearly every file of a project.
 * Whatever lies beyond it, every error included, is left to the full parser.
 */
export function readFast(text: string): YamlNode | undefined {
  if (/[\r\uFEFF\u0085\u2028\u2029]/.test(text)) return undefined;
  try {
    return new FastReader(text).document();
  } catch (error) {
    // What is nested so deep that the stack ends is refused by the full parser too, which has words for it.
    if (error instanceof BeyondFastReader || error instanceof RangeError) return undefined;
    throw error;
  }
}

const NEWLINE = 10;
const SPACE = 32;
const DASH = 45;

class FastReader {
  private readonly text: string;
  /** Start of a line, or inside one while its rest is read. */
  private at = 0;
  /** Where the content of the next line with any begins; -1 while it is not known. */
  private content = -1;
  private indent = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): YamlNode {
    if (this.text.startsWith('---') && isRestEmpty(this.text, 3)) this.at = this.afterLine(3);
    if (!this.findLine()) return beyond();
    const root = this.block(this.indent);
    if (this.findLine()) beyond();
    return root;
  }

  private afterLine(at: number): number {
    return Math.min(lineEnd(this.text, at) + 1, this.text.length);
  }

  /** Finds the next line that holds something; false at the end of the text. */
  private findLine(): boolean {
    if (this.content >= 0) return true;
    const { text } = this;
    while (this.at < text.length) {
      const start = skipBlanks(text, this.at);
      const first = text[start];
      if (first !== undefined && first !== '\n' && first !== '#') {
        this.content = start;
        this.indent = start - this.at;
        if (this.indent === 0 && /^(?:---|\.\.\.|%)/.test(text.slice(start, start + 3))) beyond();
        return true;
      }
      this.at = this.afterLine(start);
    }
    return false;
  }

  /** Goes on with the line after the one that `at` is in. */
  private leaveLine(at: number): void {
    this.at = this.afterLine(at);
    this.content = -1;
  }

  private isDash(at: number): boolean {
    if (this.text.charCodeAt(at) !== DASH) return false;
    const after = this.text.charCodeAt(at + 1);
    return Number.isNaN(after) || after === SPACE || after === NEWLINE;
  }

  /** A list or mapping whose first line was found. */
  private block(indent: number): YamlNode {
    const start = this.content;
    if (this.isDash(start)) return this.sequence(indent);
    const key = this.key(start);
    return key === undefined ? beyond() : this.mapping(indent, key);
  }

  private sequence(indent: number): YamlNode {
    const start = this.content;
    const items: YamlNode[] = [];
    while (this.findLine() && this.indent === indent && this.isDash(this.content))
      items.push(this.item(indent));
    if (this.findLine() && this.indent > indent) beyond();
    return { kind: 'sequence', start, end: items.at(-1)?.end ?? start, items, tag: null };
  }

  private item(indent: number): YamlNode {
    const dash = this.content;
    if (isRestEmpty(this.text, dash + 1)) {
      this.leaveLine(dash);
      if (this.findLine() && this.indent > indent) return this.block(this.indent);
      return empty(dash + 1);
    }
    const start = skipBlanks(this.text, dash + 1);
    const inner = indent + (start - dash);
    this.content = start;
    this.indent = inner;
    if (this.isDash(start)) return this.sequence(inner);
    const key = this.key(start);
    return key === undefined ? this.value(start, indent) : this.mapping(inner, key);
  }

  /** A key at `at` with the offset after its colon; undefined when what stands there is no key. */
  private key(at: number): { readonly node: YamlScalar; readonly after: number } | undefined {
    const { text } = this;
    const first = text[at];
    if (first === '"' || first === "'") {
      const { value, end } = readQuoted(text, at);
      const colon = skipBlanks(text, end);
      if (text[colon] !== ':') return undefined;
      const after = text.charCodeAt(colon + 1);
      if (!(Number.isNaN(after) || after === SPACE || after === NEWLINE)) beyond();
      return { node: scalar({ start: at, end, text: value, plain: false }), after: colon + 1 };
    }
    if (!startsPlain(text, at)) return undefined;
    const part = readPlainPart(text, at);
    if (part.stop !== 'colon') return undefined;
    if (part.end === at || part.end - at > 1000) beyond();
    const colon = text.indexOf(':', part.end);
    const node = scalar({ start: at, end: part.end, text: text.slice(at, part.end), plain: true });
    return { node, after: colon + 1 };
  }

  private mapping(indent: number, first: { readonly node: YamlScalar; readonly after: number }): YamlNode {
    const pairs: YamlPair[] = [];
    let key: { readonly node: YamlScalar; readonly after: number } | undefined = first;
    while (key !== undefined) {
      pairs.push({ key: key.node, value: this.valueOfKey(key.after, indent) });
      key = undefined;
      if (!this.findLine() || this.indent < indent) break;
      if (this.indent > indent) beyond();
      if (this.isDash(this.content)) break;
      key = this.key(this.content) ?? beyond();
    }
    const last = pairs.at(-1) as YamlPair;
    return { kind: 'mapping', start: first.node.start, end: last.value.end, pairs, tag: null };
  }

  private valueOfKey(after: number, indent: number): YamlNode {
    if (!isRestEmpty(this.text, after)) return this.value(skipBlanks(this.text, after), indent);
    this.leaveLine(after);
    if (this.findLine()) {
      if (this.indent > indent) return this.nested(indent);
      if (this.indent === indent && this.isDash(this.content)) return this.sequence(indent);
    }
    return empty(after);
  }

  /** What stands on the lines below a key: a block, or a scalar. */
  private nested(outer: number): YamlNode {
    const start = this.content;
    if (this.isDash(start)) return this.sequence(this.indent);
    const key = this.key(start);
    return key === undefined ? this.value(start, outer) : this.mapping(this.indent, key);
  }

  /** A scalar or flow collection at `start`. Its further lines, if any, are indented more than `outer`. */
  private value(start: number, outer: number): YamlNode {
    const { text } = this;
    const first = text[start];
    if (first === '|' || first === '>') {
      const block = readBlockText(text, start, outer);
      this.at = block.next;
      this.content = -1;
      return scalar({ start, end: block.end, text: block.value, plain: false });
    }
    if (first === '"' || first === "'") {
      const { value, end } = readQuoted(text, start);
      return this.endOfLine(scalar({ start, end, text: value, plain: false }), outer);
    }
    if (first === '[' || first === '{') return this.endOfLine(this.flow(start), outer);
    return startsPlain(text, start) ? this.plain(start, outer) : beyond();
  }

  /** Nothing may follow such a value on its line, nor on further indented lines. */
  private endOfLine(node: YamlNode, outer: number): YamlNode {
    if (!isRestEmpty(this.text, node.end)) beyond();
    this.leaveLine(node.end);
    if (this.findLine() && this.indent > outer) beyond();
    return node;
  }

  private plain(start: number, outer: number): YamlNode {
    const { text } = this;
    const part = readPlainPart(text, start);
    if (part.stop === 'colon') beyond();
    this.leaveLine(part.end);
    const lines = [text.slice(start, part.end)];
    let end = part.end;
    let stop: string = part.stop;
    for (let from = this.at; this.findLine() && this.indent > outer; from = this.at) {
      const gap = text.slice(from, this.content);
      if (stop === 'comment' || gap.includes('#')) beyond();
      for (let breaks = gap.split('\n').length - 1; breaks > 0; breaks--) lines.push('');
      const more = readPlainPart(text, this.content);
      if (more.stop === 'colon') beyond();
      lines.push(text.slice(this.content, more.end));
      end = more.end;
      stop = more.stop;
      this.leaveLine(more.end);
    }
    return scalar({ start, end, text: lines.length === 1 ? (lines[0] as string) : fold(lines), plain: true });
  }

  /** A collection in brackets. Inside it lines may break anywhere, whatever their indentation. */
  private flow(start: number): YamlNode {
    const { text } = this;
    const isSequence = text[start] === '[';
    const close = isSequence ? ']' : '}';
    const items: YamlNode[] = [];
    const pairs: YamlPair[] = [];
    let at = skipFlowSpace(text, start + 1);
    while (text[at] !== close) {
      const entry = this.flowEntry(at);
      if (isSequence) items.push(entry);
      else pairs.push({ key: entry, value: this.flowValue(entry) });
      at = skipFlowSpace(text, pairs.at(-1)?.value.end ?? entry.end);
      if (text[at] === ',') at = skipFlowSpace(text, at + 1);
      else if (text[at] !== close) beyond();
    }
    const place = { start, end: at + 1, tag: null };
    return isSequence ? { kind: 'sequence', ...place, items } : { kind: 'mapping', ...place, pairs };
  }

  /** The value after a key in braces. */
  private flowValue(key: YamlNode): YamlNode {
    const colon = skipBlanks(this.text, key.end);
    const after = this.text.charCodeAt(colon + 1);
    if (this.text[colon] !== ':' || key.kind !== 'scalar' || !(after === SPACE || after === NEWLINE))
      return beyond();
    return this.flowEntry(skipFlowSpace(this.text, colon + 1));
  }

  private flowEntry(at: number): YamlNode {
    const { text } = this;
    const first = text[at];
    if (first === '[' || first === '{') return this.flow(at);
    if (first === '"' || first === "'") {
      const { value, end } = readQuoted(text, at);
      return scalar({ start: at, end, text: value, plain: false });
    }
    FLOW_PLAIN.lastIndex = at;
    const word = FLOW_PLAIN.exec(text)?.[0].trimEnd();
    if (word === undefined || word === '' || !startsPlain(text, at) || / #/.test(word)) return beyond();
    return scalar({ start: at, end: at + word.length, text: word, plain: true });
  }
}

/** Words inside brackets; a colon is only known as the end of a key. */
const FLOW_PLAIN = /[^,[\]{}:?\n\t]+/y;

function scalar(parts: Omit<YamlScalar, 'kind' | 'tag'>): YamlScalar {
  return { kind: 'scalar', ...parts, tag: null };
}

function empty(at: number): YamlScalar {
  return scalar({ start: at, end: at, text: '', plain: true });
}
