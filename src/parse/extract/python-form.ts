/**
 * What dbt asks of the form of a Python model, found without a grammar: brackets that close, one function `model` with two
 * arguments, and a `return` of one value at its end.
 */

/** Why a Python model is not as it has to be. */
export interface PythonFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Whether Python could not read the file at all. */
  readonly isSyntax: boolean;
}

/** Comments and texts; what they hold is no code. */
const OPAQUE = /#[^\n]*|("""|''')[\s\S]*?(?:\1|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/g;

/** The code with comments and texts blanked, every character in its place. */
function bareCode(text: string): string {
  return text.replace(OPAQUE, (match) =>
    match.startsWith('#') ? ' '.repeat(match.length) : match.replace(/[^\n]/g, '_'),
  );
}

const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function lineOf(text: string, offset: number): { readonly number: number; readonly text: string } {
  const before = text.slice(0, offset).split('\n');
  return { number: before.length, text: text.split('\n')[before.length - 1] ?? '' };
}

/** The first bracket that does not go with another, in Python's words. */
function bracketFault(text: string, code: string, file: string): PythonFault | null {
  const open: number[] = [];
  const fault = (message: string, start: number): PythonFault => {
    const line = lineOf(text, start);
    const sentence = `${message} (${file}, line ${line.number})\n${line.text.trim()}`;
    return { message: sentence, start, end: start + 1, isSyntax: true };
  };
  for (let at = 0; at < code.length; at++) {
    const character = code[at] as string;
    if ('([{'.includes(character)) open.push(at);
    if (!(character in OPENING)) continue;
    const start = open.pop();
    if (start === undefined) return fault(`unmatched '${character}'`, at);
    if (code[start] === OPENING[character]) continue;
    const [first, second] = [lineOf(text, start).number, lineOf(text, at).number];
    const where = first === second ? '' : ` on line ${first}`;
    return fault(
      `closing parenthesis '${character}' does not match opening parenthesis '${code[start]}'${where}`,
      at,
    );
  }
  const last = open.pop();
  return last === undefined ? null : fault(`'${code[last]}' was never closed`, last);
}

/** The parts of a stretch between commas that no bracket holds. */
function parts(code: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < code.length; at++) {
    const character = code[at] as string;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ',' && depth === 0) {
      found.push(code.slice(start, at));
      start = at + 1;
    }
  }
  return [...found, code.slice(start)];
}

function closingOf(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if ('([{'.includes(code[at] as string)) depth++;
    if (')]}'.includes(code[at] as string) && --depth === 0) return at;
  }
  return code.length;
}

function positionalNames(signature: string): readonly string[] {
  const named = parts(signature)
    .map((each) => each.trim())
    .filter((each) => each !== '' && each !== '/');
  const end = named.findIndex((each) => each.startsWith('*'));
  return (end === -1 ? named : named.slice(0, end)).map((each) => /^\w*/.exec(each)?.[0] ?? '');
}

/** The last statement of a function's body. */
function lastStatement(code: string, definition: number, bodyStart: number): string {
  const lineStart = code.lastIndexOf('\n', definition) + 1;
  const indent = /^[ \t]*/.exec(code.slice(lineStart))?.[0].length ?? 0;
  const rest = code.slice(bodyStart);
  const [sameLine = '', ...lines] = rest.split('\n');
  if (sameLine.trim() !== '') return (sameLine.split(';').pop() ?? '').trim();
  const widthOf = (line: string) => /^[ \t]*/.exec(line)?.[0].length ?? 0;
  const isCode = (line: string) => line.trim() !== '';
  const end = lines.findIndex((line) => isCode(line) && widthOf(line) <= indent && !/^\s*[)\]}]/.test(line));
  const body = end === -1 ? lines : lines.slice(0, end);
  const width = widthOf(body.find(isCode) ?? '');
  let first = 0;
  let depth = 0;
  body.forEach((line, index) => {
    if (depth === 0 && isCode(line) && widthOf(line) === width) first = index;
    for (const character of line) depth += '([{'.includes(character) ? 1 : ')]}'.includes(character) ? -1 : 0;
  });
  return body.slice(first).join('\n').trim();
}

function returnsOne(statement: string): boolean {
  const match = /^return\b([\s\S]*)$/.exec(statement);
  if (match === null) return false;
  let value = (match[1] as string).trim();
  while (value.startsWith('(') && closingOf(value, 0) === value.length - 1) value = value.slice(1, -1).trim();
  return parts(value).length === 1;
}

function formFaults(code: string, match: RegExpExecArray): readonly string[] {
  const open = match.index + match[0].length - 1;
  const close = closingOf(code, open);
  const names = positionalNames(code.slice(open + 1, close));
  const bodyStart = code.indexOf(':', close) + 1;
  return [
    names.length > 0 && names[0] !== 'dbt' && "'dbt' not provided for model as the first argument",
    names.length !== 2 && 'model function should have two args, `dbt` and a session to current warehouse',
    !returnsOne(lastStatement(code, match.index, bodyStart)) &&
      'In current version, model function should return only one dataframe object',
  ].filter((each) => each !== false);
}

/** What is wrong with the form of a Python model; null when nothing is. `file` is its name without folders. */
export function pythonFault(text: string, file: string): PythonFault | null {
  const code = bareCode(text);
  const broken = bracketFault(text, code, file);
  if (broken !== null) return broken;
  if (code.trim() === '') return null;
  const models = [...code.matchAll(/^[ \t]*def\s+model\s*\(/gm)];
  const [first] = models;
  const start = first?.index ?? 0;
  const end = start + (first?.[0].length ?? 1);
  if (models.length !== 1 || first === undefined) {
    const message = `dbt allows exactly one model defined per python file, found ${models.length}`;
    return { message, start, end, isSyntax: false };
  }
  const faults = formFaults(code, first as RegExpExecArray);
  return faults.length === 0 ? null : { message: faults.join('\n'), start, end, isSyntax: false };
}
