import { pythonRepr } from '../../base/index.ts';
import type { SourceText } from '../../diagnostics/index.ts';
import type { Jinja } from '../../jinja/contract.ts';
import type { Dict } from '../config/plain.ts';

const CALL = /\bconfig\s*\(/g;

/** Splits the text behind an opening parenthesis at its commas; null when it is never closed. */
function splitArguments(text: string, from: number): readonly string[] | null {
  const parts: string[] = [];
  let depth = 0;
  let start = from;
  for (let at = from; at < text.length; at++) {
    const c = text[at] as string;
    if (c === "'" || c === '"') {
      for (at++; at < text.length && text[at] !== c; at++) if (text[at] === '\\') at++;
    } else if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) {
      if (depth === 0) {
        parts.push(text.slice(start, at));
        return parts;
      }
      depth--;
    } else if (c === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return null;
}

const NAMES: Readonly<Record<string, string>> = { true: 'True', false: 'False', none: 'None' };

function unescaped(body: string): string {
  return body.replace(
    /\\(.)/gs,
    (whole, c: string) => ({ n: '\n', t: '\t', r: '\r' })[c] ?? (`'"\\`.includes(c) ? c : whole),
  );
}

/** An expression in the one spelling that dbt gives it: Python's quotes and constants, one space after commas. */
function normalized(expression: string): string {
  const tokens = expression.match(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[A-Za-z_]\w*|\s+|[^\s]/gs) ?? [];
  let text = '';
  for (const token of tokens) {
    if (/^\s/.test(token)) {
      if (!/[([{,:=\s]$/.test(text)) text += ' ';
    } else if (token[0] === "'" || token[0] === '"') text += pythonRepr(unescaped(token.slice(1, -1)));
    else if (')]},'.includes(token)) text = text.trimEnd() + token + (token === ',' ? ' ' : '');
    else if (token === ':') text = `${text.trimEnd()}: `;
    else text += NAMES[token] ?? token;
  }
  return text.trim().replace(/, ([)\]}])/g, '$1');
}

function writtenValue(expression: string): string {
  const trimmed = expression.trim();
  const quote = trimmed[0];
  const whole = quote === "'" ? /^'(?:\\.|[^'\\])*'$/s : /^"(?:\\.|[^"\\])*"$/s;
  return (quote === "'" || quote === '"') && whole.test(trimmed)
    ? unescaped(trimmed.slice(1, -1))
    : normalized(trimmed);
}

/** The keyword arguments of the first `config()` call of a text, as written: text literals bare, the rest as expressions. */
export function writtenConfigOf(source: SourceText, _jinja: Jinja): Dict | null {
  CALL.lastIndex = 0;
  const match = CALL.exec(source.text);
  if (match === null) return null;
  const parts = splitArguments(source.text, match.index + match[0].length);
  if (parts === null) return null;
  const written: Record<string, unknown> = {};
  for (const part of parts) {
    const named = /^\s*([A-Za-z_]\w*)\s*=(?!=)/.exec(part);
    if (named !== null) written[named[1] as string] = writtenValue(part.slice(named[0].length));
  }
  return written;
}
