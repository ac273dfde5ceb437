import { type Position, positionAt } from '../text-index.ts';
import type { YamlFault } from './nodes.ts';

/** A YAML error in words for people, and in the words that dbt prints. */
export interface DescribedProblem {
  /** One sentence without a position. */
  readonly message: string;
  readonly hint?: string;
  /** dbt's whole text: the lines around the error and the words of Python's YAML parser. */
  readonly dbtMessage: string;
}

interface Words {
  readonly raw: string;
  readonly message?: string;
  readonly hint?: string;
  /** Python notices it at the next thing in the text only, and names that place. */
  readonly isNoticedLater?: true;
}

interface Described {
  readonly fault: YamlFault;
  readonly text: string;
  readonly position: Position;
}

const WRONG_INDENT: Words = {
  raw: 'while parsing a block mapping\ndid not find expected key',
  message: 'the indentation of this line fits no line above it',
  hint: 'Align it with the keys or list items that it belongs to.',
};

const MISSING_COLON: Words = {
  raw: "while scanning a simple key\ncould not find expected ':'",
  message: 'a `:` is missing',
  hint: 'Write `key: value`, or indent the line so that it belongs to the value above.',
  isNoticedLater: true,
};

const QUOTE_HINT = 'Quote the value, or indent the lines below it so that they belong to their key.';

/** By the parser's code: libyaml's words for the same fault, then ours. */
const BY_CODE: Readonly<Record<string, (details: Described) => Words>> = {
  BLOCK_AS_IMPLICIT_KEY: mappingNotAllowed,
  MULTILINE_IMPLICIT_KEY: mappingNotAllowed,
  BAD_SCALAR_START: () => ({
    raw: 'while scanning for the next token\nfound character that cannot start any token',
    message: 'a value cannot start with this character',
    hint: 'Put the value in quotes.',
  }),
  TAB_AS_INDENT: () => ({
    raw: 'while scanning for the next token\nfound character that cannot start any token',
    message: 'a tab is used for indentation',
    hint: 'Indent with spaces.',
  }),
  BAD_ALIAS: () => ({ raw: 'found undefined alias', message: 'no anchor has this name before it is used' }),
  TOO_DEEP: () => ({
    raw: 'maximum recursion depth exceeded',
    message: 'lists and mappings stand in each other more than 300 deep',
    hint: 'Check for brackets or dashes that were doubled over and over.',
  }),
  MULTIPLE_DOCS: () => ({
    raw: 'expected a single document in the stream\nbut found another document',
    message: 'the file holds more than one YAML document',
    hint: 'Remove the `---` line in the middle of the file.',
  }),
  BAD_DQ_ESCAPE: () => ({
    raw: 'while parsing a quoted scalar\nfound unknown escape character',
    message: 'this escape does not exist in a double-quoted text',
    hint: 'Use single quotes, or double the backslash.',
  }),
  MISSING_CHAR: missingCharacter,
  BAD_INDENT: (details) => (/Flow /.test(details.fault.message) ? unclosedFlow(details) : WRONG_INDENT),
  UNEXPECTED_TOKEN: strayToken,
  KEY_OVER_1024_CHARS: () => ({ raw: "could not find expected ':'" }),
};

const BY_WORDS: readonly { readonly start: string; readonly words: Words }[] = [
  {
    start: 'found unhashable key',
    words: {
      raw: 'while constructing a mapping\nfound unhashable key',
      message: 'a key is itself a list or a mapping',
      hint: 'Quote a value that starts with a Jinja expression: "{{ ... }}".',
    },
  },
];

function mappingNotAllowed(): Words {
  return {
    raw: 'mapping values are not allowed in this context',
    message: 'a second `:` makes this line ambiguous, or the line is indented too far',
    hint: QUOTE_HINT,
  };
}

function missingCharacter({ fault }: Described): Words {
  if (/quote/i.test(fault.message)) {
    return {
      raw: 'while scanning a quoted scalar\nfound unexpected end of stream',
      message: 'a quoted text is not closed',
    };
  }
  const closing = /with a ([\]}])/.exec(fault.message)?.[1];
  if (closing !== undefined) {
    const kind = closing === ']' ? 'sequence' : 'mapping';
    return {
      raw: `while parsing a flow ${kind}\ndid not find expected ',' or '${closing}'`,
      message: `a \`${closing}\` is missing`,
    };
  }
  return MISSING_COLON;
}

/** A line that belongs to no block: a key that is indented wrongly, or text that is no key at all. */
function strayToken({ fault, text }: Described): Words {
  const line = text.slice(fault.start, text.indexOf('\n', fault.start) + 1 || text.length);
  const isText = /scalar/i.test(fault.message) && !/:(?:[ \n]|$)/.test(line) && !line.startsWith('- ');
  return isText ? MISSING_COLON : WRONG_INDENT;
}

function unclosedFlow({ fault }: Described): Words {
  const isSequence = /sequence/.test(fault.message);
  const closing = isSequence ? ']' : '}';
  return {
    raw: `while parsing a flow ${isSequence ? 'sequence' : 'mapping'}\ndid not find expected ',' or '${closing}'`,
    message: `a \`${closing}\` is missing before this line`,
  };
}

function wordsOf(details: Described): Words {
  const [code = '', ...rest] = details.fault.message.split(': ');
  const byCode = BY_CODE[code];
  if (byCode !== undefined) {
    const words = byCode(details);
    return { message: lowered(rest.join(': ') || words.raw), ...words };
  }
  const known = BY_WORDS.find(({ start }) => details.fault.message.startsWith(start));
  if (known !== undefined) return known.words;
  const plain = /^[A-Z_]+$/.test(code) ? rest.join(': ') : details.fault.message;
  return { raw: plain, message: lowered(plain) };
}

function lowered(sentence: string): string {
  const first = sentence.split('\n').at(-1) ?? sentence;
  return first.charAt(0).toLowerCase() + first.slice(1);
}

/** The next thing after the line of the error that is no comment, or the end of the text. */
function nextContent({ fault, text }: Described): Position {
  const lineBreak = text.indexOf('\n', fault.start);
  if (lineBreak < 0) return positionAt(text, text.length);
  const gap = /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*/.exec(text.slice(lineBreak + 1))?.[0] ?? '';
  return positionAt(text, lineBreak + 1 + gap.length);
}

/** Three lines before and after the error, numbered as dbt numbers them. */
function frameLines(text: string, line: number): string {
  const lines = text.split('\n');
  const from = Math.max(line - 4, 0);
  return lines
    .slice(from, line + 3)
    .map((each, at) => `${String(from + at + 1).padEnd(3)}| ${each}`)
    .join('\n');
}

/** Says what is wrong, for people and in dbt's words. */
export function describeProblem(details: Described): DescribedProblem {
  const words = wordsOf(details);
  const { line, column } = words.isNoticedLater === true ? nextContent(details) : details.position;
  const rule = '------------------------------';
  const raw = `${words.raw}\n  in "<unicode string>", line ${line}, column ${column}`;
  const frame = frameLines(details.text, line);
  return {
    message: words.message ?? lowered(words.raw),
    ...(words.hint === undefined ? {} : { hint: words.hint }),
    dbtMessage: `Syntax error near line ${line}\n${rule}\n${frame}\n\nRaw Error:\n${rule}\n${raw}`,
  };
}
