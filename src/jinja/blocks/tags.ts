import { DiagnosticError, diagnostic, type SourceText } from '../../diagnostics/index.ts';

/** A `{% name ... %}` as the scanner sees it; the text between tags is not looked at. */
export interface Tag {
  readonly type: string;
  /** The word after the tag's name, where there is one: the name of a macro or block. */
  readonly name: string | null;
  readonly start: number;
  readonly end: number;
}

const NAME = '[A-Za-z_][A-Za-z_0-9]*';
const COMMENT_START = /\{#/g;
const COMMENT_END = /#\}/g;
const EXPRESSION_START = /\{\{\s*/g;
const EXPRESSION_END = /\}\}/g;
const BLOCK_START = new RegExp(`\\{%-?\\s*(?<type>${NAME})(?:\\s+(?<name>${NAME}))?`, 'g');
const RAW_BLOCK = /\{%-?\s*raw\s*(?:-%\}\s*|%\})[\s\S]*?\{%-?\s*endraw\s*(?:-%\}\s*|%\})/g;
const TAG_END = /-%\}\s*|%\}/g;
const QUOTE = /['"]/g;
const STRING = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"/g;

interface Found {
  readonly from: number;
  readonly match: RegExpExecArray | null;
}

const endOf = (match: RegExpExecArray): number => match.index + match[0].length;

/** Walks over the tags of a text: past expressions, comments, raw blocks and strings, without parsing anything. */
class TagReader {
  readonly #source: SourceText;
  /** The last search of each pattern: long texts would be searched over and over otherwise. */
  readonly #searches = new Map<RegExp, Found>();
  #at = 0;

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** The next tag, or null at the end. */
  next(): Tag | null {
    for (;;) {
      const match = this.#first(BLOCK_START, COMMENT_START, EXPRESSION_START);
      if (match === null) return null;
      const type = match.groups?.['type'];
      if (type !== undefined) return this.#tag(match, type);
      this.#at = endOf(match);
      if (match[0].endsWith('#')) this.#at = endOf(this.#expect('#}', COMMENT_END));
      else this.#expression();
    }
  }

  #search(pattern: RegExp): RegExpExecArray | null {
    const known = this.#searches.get(pattern);
    const usable = known !== undefined && known.from <= this.#at;
    if (usable && (known.match === null || known.match.index >= this.#at)) return known.match;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source.text);
    this.#searches.set(pattern, { from: this.#at, match });
    return match;
  }

  /** The match that ends first. */
  #first(...patterns: readonly RegExp[]): RegExpExecArray | null {
    let best: RegExpExecArray | null = null;
    for (const pattern of patterns) {
      const match = this.#search(pattern);
      if (match !== null && (best === null || endOf(match) < endOf(best))) best = match;
    }
    return best;
  }

  #expect(wanted: string, ...patterns: readonly RegExp[]): RegExpExecArray {
    const match = this.#first(...patterns);
    if (match !== null) return match;
    const rest = this.#source.text.slice(this.#at);
    throw new DiagnosticError(
      diagnostic('J006', `the file ends where ${wanted} is expected`, {
        span: { source: this.#source, start: this.#at, end: this.#at },
        dbtMessage: `unexpected EOF, expected ${wanted}, got "${rest}"`,
      }),
    );
  }

  #expression(): void {
    for (;;) {
      const match = this.#expect('}}', EXPRESSION_END, QUOTE);
      const isEnd = match[0].endsWith('}}');
      this.#at = endOf(isEnd ? match : this.#expect('string', STRING));
      if (isEnd) return;
    }
  }

  #tag(match: RegExpExecArray, type: string): Tag {
    const start = this.#tagStart(match);
    this.#at = start;
    if (type === 'raw') this.#at = endOf(this.#expect('{% raw %}...{% endraw %}', RAW_BLOCK));
    else {
      this.#at = endOf(match);
      this.#tagEnd();
    }
    return { type, name: match.groups?.['name'] ?? null, start, end: this.#at };
  }

  /** `{%-` takes the white space before it along. */
  #tagStart(match: RegExpExecArray): number {
    let start = match.index;
    if (match[0][2] !== '-') return start;
    const { text } = this.#source;
    while (start > this.#at && /\s/.test(text[start - 1] as string)) start--;
    return start;
  }

  #tagEnd(): void {
    for (;;) {
      const match = this.#expect('tag close ("%}")', QUOTE, TAG_END);
      this.#at = endOf(match);
      if (match[0].includes('%}')) return;
      this.#at = match.index;
      this.#at = endOf(this.#expect('string', STRING));
    }
  }
}

/** The tags of a text, in order. */
export function* tagsOf(source: SourceText): Generator<Tag> {
  const reader = new TagReader(source);
  for (let tag = reader.next(); tag !== null; tag = reader.next()) yield tag;
}
