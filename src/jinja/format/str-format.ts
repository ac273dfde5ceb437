import { type Methods, methodTable } from '../methods/method.ts';
import { repr, str } from '../runtime/text.ts';
import { isDict, mappingGet, PyTuple, raise, Undefined } from '../values/index.ts';
import { GETITEM } from '../values/protocol.ts';
import { slotsOf } from '../values/slots.ts';
import { formatValue } from './spec.ts';

/** How a replacement field reads attributes and items: by the sandbox's rules. */
export interface FieldAccess {
  readonly attribute: (object: unknown, name: string) => unknown;
  readonly item: (object: unknown, key: unknown) => unknown;
}

/** The arguments of `text.format(...)` and how many automatic fields took one. */
interface Source {
  readonly access: FieldAccess;
  readonly positional: PyTuple;
  readonly keywords: unknown;
  automatic: number | 'manual';
}

function argument(source: Source, name: string): unknown {
  if (name !== '' && !/^\d+$/.test(name)) return keyword(source.keywords, name);
  const index = name === '' ? automaticIndex(source) : manualIndex(source, Number(name));
  if (index >= source.positional.length) {
    raise('IndexError', `Replacement index ${index} out of range for positional args tuple`);
  }
  return source.positional[index];
}

function automaticIndex(source: Source): number {
  if (source.automatic === 'manual') {
    return raise('ValueError', 'cannot switch from manual field specification to automatic field numbering');
  }
  return source.automatic++;
}

function manualIndex(source: Source, index: number): number {
  if (source.automatic !== 'manual' && source.automatic > 0) {
    raise('ValueError', 'cannot switch from automatic field numbering to manual field specification');
  }
  source.automatic = 'manual';
  return index;
}

function keyword(keywords: unknown, name: string): unknown {
  const value = isDict(keywords)
    ? mappingGet(keywords, name)
    : slotsOf(keywords)[GETITEM]?.call(keywords, name);
  return value === undefined ? raise('KeyError', repr(name)) : value;
}

function fieldValue(source: Source, path: string): unknown {
  const first = /^[^.[]*/.exec(path)?.[0] ?? '';
  let value = argument(source, first);
  for (const [step, attribute, item] of path.slice(first.length).matchAll(/\.([^.[]*)|\[([^\]]*)\]/g)) {
    if (step === '.' || step === '[]') raise('ValueError', 'Empty attribute in format string');
    value =
      attribute === undefined
        ? source.access.item(value, /^\d+$/.test(item ?? '') ? Number(item) : item)
        : source.access.attribute(value, attribute);
  }
  return value;
}

function converted(value: unknown, conversion: string | undefined): unknown {
  if (conversion === undefined) return value;
  if (conversion === 's') return str(value);
  if (conversion === 'r' || conversion === 'a') return repr(value);
  return raise('ValueError', `Unknown conversion specifier ${conversion}`);
}

/** Where the replacement field that starts at `open` ends: the offset of its closing brace. */
function fieldEnd(text: string, open: number): number {
  let depth = 1;
  let inBrackets = false;
  for (let at = open + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '[' && depth === 1) inBrackets = true;
    else if (character === ']') inBrackets = false;
    else if (!inBrackets && character === '{') depth++;
    else if (!inBrackets && character === '}' && --depth === 0) return at;
  }
  return raise(
    'ValueError',
    text[open + 1] === undefined
      ? "Single '{' encountered in format string"
      : "expected '}' before end of string",
  );
}

function field(source: Source, body: string, depth: number): string {
  const parts = /^((?:[^![:]|\[[^\]]*\])*)(?:!([^:]?))?(?::([\s\S]*))?$/.exec(body);
  if (parts === null) return raise('ValueError', "expected ':' after conversion specifier");
  const [, path = '', conversion, spec = ''] = parts;
  const value = fieldValue(source, path);
  if (value instanceof Undefined && conversion === undefined && spec !== '') formatValue(value, spec);
  return formatValue(
    converted(value, conversion),
    spec.includes('{') ? substitute(source, spec, depth + 1) : spec,
  );
}

function substitute(source: Source, text: string, depth: number): string {
  if (depth > 1) raise('ValueError', 'Max string recursion exceeded');
  let result = '';
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if ((character === '{' || character === '}') && text[at + 1] === character) {
      result += character;
      at += 2;
    } else if (character === '{') {
      const end = fieldEnd(text, at);
      result += field(source, text.slice(at + 1, end), depth);
      at = end + 1;
    } else if (character === '}') {
      raise('ValueError', "Single '}' encountered in format string");
    } else {
      const next = text.slice(at).search(/[{}]/);
      result += next === -1 ? text.slice(at) : text.slice(at, at + next);
      at = next === -1 ? text.length : at + next;
    }
  }
  return result;
}

/** Python's `text.format`. */
function strFormat(text: string, source: Omit<Source, 'automatic'>): string {
  return substitute({ ...source, automatic: 0 }, text, 0);
}

/** The `format` and `format_map` methods of strings, whose fields read members through `access`. */
export function formatMethods(access: FieldAccess): Methods {
  return methodTable<string>({
    format: [
      '/ * **',
      (text, [positional, keywords]) =>
        strFormat(text, { access, positional: positional as PyTuple, keywords }),
    ],
    format_map: [
      'mapping /',
      (text, [keywords]) => strFormat(text, { access, positional: new PyTuple(), keywords }),
    ],
  });
}
