import { parsePythonLiteral, toPlain } from '../../jinja/index.ts';
import { NOT_LITERAL } from './literal-reader.ts';

/** One argument of a call in Python, with the value of its literal. */
export interface PythonArgument {
  readonly name: string | null;
  readonly value: unknown;
}

/** Comments and texts, which hide brackets and commas. */
const HIDDEN = /#[^\n]*|("""|''')[\s\S]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/y;

const NAMED = /^([A-Za-z_]\w*)\s*=(?!=)\s*/;

/** The texts between the commas of a call, and where the call ends; null when its parenthesis is not closed. */
function split(
  text: string,
  start: number,
): { readonly parts: readonly string[]; readonly end: number } | null {
  const parts: string[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < text.length; at++) {
    HIDDEN.lastIndex = at;
    const hidden = HIDDEN.exec(text);
    if (hidden !== null) {
      at = HIDDEN.lastIndex - 1;
      continue;
    }
    const character = text[at] as string;
    if ('([{'.includes(character)) depth++;
    else if (depth > 0 && ')]}'.includes(character)) depth--;
    else if (character === ')') return { parts: [...parts, text.slice(from, at)], end: at + 1 };
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return null;
}

function withoutComments(text: string): string {
  return text.replace(/^(?:\s|#[^\n]*(?:\n|$))+/, '');
}

function argumentOf(part: string): PythonArgument {
  const named = NAMED.exec(part);
  const literal = parsePythonLiteral(part.slice(named?.[0].length ?? 0));
  if (literal === undefined) throw NOT_LITERAL;
  return { name: named?.[1] ?? null, value: toPlain(literal.value) };
}

/**
 * The arguments of a call whose opening parenthesis ends before `start`, and where the call ends. Throws `NotLiteral` when one of
 * them is no literal.
 */
export function pythonArguments(
  text: string,
  start: number,
): { readonly args: readonly PythonArgument[]; readonly end: number } {
  const call = split(text, start);
  if (call === null) throw NOT_LITERAL;
  const parts = call.parts.map(withoutComments);
  const isTrailing = parts.length > 0 && parts[parts.length - 1] === '';
  return { args: (isTrailing ? parts.slice(0, -1) : parts).map(argumentOf), end: call.end };
}
