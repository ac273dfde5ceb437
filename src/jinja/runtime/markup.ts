import { escapeHtml } from '../format/html.ts';
import { percentFormat } from '../format/percent.ts';
import { formatValue } from '../format/spec.ts';
import { textMethods } from '../methods/text.ts';
import {
  BINARY,
  CALL,
  CMP,
  EQ,
  FORMAT,
  GETATTR,
  GETITEM,
  ITER,
  isDict,
  isInt,
  isNumber,
  type Keywords,
  LEN,
  mappingEntries,
  PyDict,
  PyTuple,
  REPR,
  STR,
  TYPE,
} from '../values/index.ts';
import { isText, TextLike, unmarked } from '../values/text-like.ts';
import { attributeOf } from './access.ts';
import { bindArguments } from './arguments.ts';
import { callValue } from './call.ts';
import { compare } from './compare.ts';
import { characters, iterate, length } from './iteration.ts';
import { Slice, sliceOf } from './slice.ts';
import { str, textRepr } from './text.ts';

/** Methods whose result is marked and whose text arguments are escaped first. */
const ESCAPING: ReadonlySet<string> = new Set(
  (
    'capitalize casefold center expandtabs join ljust lower lstrip removeprefix removesuffix replace rjust rstrip strip ' +
    'swapcase title translate upper zfill'
  ).split(' '),
);
/** Methods whose results are marked, without escaping. */
const SPLITTING: ReadonlySet<string> = new Set(['split', 'rsplit', 'splitlines', 'partition', 'rpartition']);

/** A value as it stands inside marked text. */
function escaped(value: unknown): unknown {
  if (value instanceof TextLike) return value.text;
  if (isNumber(value)) return value;
  if (value instanceof PyTuple) return PyTuple.of_(Array.from(value, escaped));
  if (isDict(value))
    return PyDict.from(mappingEntries(value).map(([key, item]) => [key, escaped(item)] as const));
  return escapeHtml(str(value));
}

const escapedText = (value: unknown): unknown => (isText(value) ? escaped(value) : value);

/** Text that is safe HTML: what `escape`, `safe` and `tojson` answer. It is a string to templates, a plain one to hosts. */
export class Markup extends TextLike {
  readonly [TYPE] = 'markupsafe.Markup';

  [STR](): string {
    return this.text;
  }

  [REPR](): string {
    return `Markup(${textRepr(this.text)})`;
  }

  [LEN](): number {
    return length(this.text);
  }

  [ITER](): Iterable<unknown> {
    return this.text;
  }

  [EQ](other: unknown): boolean {
    return unmarked(other) === this.text;
  }

  [CMP](other: unknown): number | undefined {
    return isText(other) ? compare(this.text, unmarked(other), '<') : undefined;
  }

  [FORMAT](specification: string): string {
    return formatValue(this.text, specification);
  }

  [GETITEM](key: unknown): unknown {
    if (key instanceof Slice) return new Markup(sliceOf(this.text, key) as string);
    if (!isInt(key)) return undefined;
    const all = characters(this.text);
    const character = all[Number(key) < 0 ? Number(key) + all.length : Number(key)];
    return character === undefined ? undefined : new Markup(character);
  }

  [BINARY](operator: string, other: unknown, reflected: boolean): unknown {
    if (operator === '+' && isText(other)) {
      const text = escaped(other) as string;
      return new Markup(reflected ? text + this.text : this.text + text);
    }
    if (operator === '%' && !reflected) return new Markup(percentFormat(this.text, escaped(other)));
    if (operator === '*' && isInt(other)) return new Markup(this.text.repeat(Math.max(0, Number(other))));
    return undefined;
  }

  [GETATTR](name: string): unknown {
    if (name === 'format' || name === 'format_map') return this.#formatMethod(name);
    const method = Object.hasOwn(textMethods, name) ? textMethods[name] : undefined;
    if (method === undefined) return undefined;
    const call = (positional: readonly unknown[], keywords: Keywords): unknown => {
      const bound = bindArguments(method.signature, positional, keywords);
      return markedResult(name, method.run(this.text as never, argumentsFor(name, bound)));
    };
    return Object.freeze({ [CALL]: call, [TYPE]: 'method', [REPR]: () => `<bound method Markup.${name}>` });
  }

  /** `format` escapes what it puts in. */
  #formatMethod(name: string): unknown {
    const plain = attributeOf(this.text, name);
    const call = (positional: readonly unknown[], keywords: Keywords): unknown => {
      const named = Object.fromEntries(Object.entries(keywords).map(([key, value]) => [key, escaped(value)]));
      return new Markup(callValue(plain, positional.map(escaped), named) as string);
    };
    return Object.freeze({ [CALL]: call, [TYPE]: 'method', [REPR]: () => `<bound method Markup.${name}>` });
  }
}

function argumentsFor(name: string, bound: readonly unknown[]): unknown[] {
  if (name === 'join') return [iterate(bound[0]).map(escaped)];
  return bound.map(ESCAPING.has(name) ? escapedText : unmarked);
}

function markedResult(name: string, result: unknown): unknown {
  if (ESCAPING.has(name)) return new Markup(result as string);
  if (!SPLITTING.has(name)) return result;
  const parts = Array.from(result as string[], (part) => new Markup(part));
  return result instanceof PyTuple ? PyTuple.of_(parts) : parts;
}

/** Escaped HTML of a value; marked text stays as it is. */
export function escapeToMarkup(value: unknown): Markup {
  return value instanceof Markup ? value : new Markup(escapeHtml(str(value)));
}

/** A text made from a value: marked where the value was. */
export function alike(value: unknown, text: string): unknown {
  return value instanceof TextLike ? new Markup(text) : text;
}
