import { ownValue } from '../../base/index.ts';
import { type Diagnostic, diagnostic, type SourceText, type Span } from '../../diagnostics/index.ts';
import type { RefCall, SourceCall } from '../../domain/index.ts';
import { mergeConfigCalls } from '../config/merge-values.ts';
import type { Dict } from '../config/plain.ts';
import { type CodeExtract, EMPTY_EXTRACT } from './code-extract.ts';
import { NotLiteral } from './literal-reader.ts';
import { type PythonArgument, pythonArguments } from './python-arguments.ts';
import { pythonFault } from './python-form.ts';

interface Found {
  readonly refs: RefCall[];
  readonly sources: SourceCall[];
  readonly configs: Dict[];
  readonly keys: { readonly name: unknown; readonly fallback: unknown; readonly isMeta: boolean }[];
  readonly problems: Diagnostic[];
}

/** Comments, texts and dbt's calls, in the order of the file; texts hide what looks like a call inside them. */
const TOKEN =
  /#[^\n]*|("""|''')[\s\S]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\bdbt\s*\.\s*(ref|source|config\s*\.\s*(?:get|meta_get)|config)\s*\(/g;

function valueAt(args: readonly PythonArgument[], index: number): unknown {
  return args.filter((each) => each.name === null)[index]?.value ?? null;
}

function named(args: readonly PythonArgument[]): Dict {
  return Object.fromEntries(
    args.flatMap((each) => (each.name === null ? [] : [[each.name, each.value] as const])),
  );
}

function addRef(args: readonly PythonArgument[], span: Span, found: Found): void {
  const positional = args.filter((each) => each.name === null).map((each) => String(each.value));
  const { version, v } = named(args);
  found.refs.push({
    name: positional[positional.length - 1] ?? '',
    package: positional.length > 1 ? (positional[0] as string) : null,
    version: (version ?? v ?? null) as string | number | null,
    span,
  });
}

type Add = (args: readonly PythonArgument[], span: Span, found: Found) => void;

const CALLS: Readonly<Record<string, Add>> = {
  ref: addRef,
  source: (args, span, found) =>
    found.sources.push({ source: String(valueAt(args, 0)), table: String(valueAt(args, 1)), span }),
  config: (args, _span, found) => found.configs.push(named(args)),
  'config.get': (args, _span, found) =>
    found.keys.push({ name: valueAt(args, 0), fallback: valueAt(args, 1), isMeta: false }),
  'config.meta_get': (args, _span, found) =>
    found.keys.push({ name: valueAt(args, 0), fallback: valueAt(args, 1), isMeta: true }),
};

function problem(message: string, span: Span): Diagnostic {
  return diagnostic('N034', message, { span, dbtMessage: message });
}

function readCall({ name, ...at }: Call, source: SourceText, found: Found): void {
  try {
    const { args, end } = pythonArguments(source.text, at.behind);
    ownValue(CALLS, name)?.(args, { source, start: at.start, end }, found);
  } catch (error) {
    if (!(error instanceof NotLiteral)) throw error;
    const span = { source, start: at.start, end: at.behind };
    found.problems.push(
      problem(
        'In dbt python model, `dbt.ref`, `dbt.source`, `dbt.config`, `dbt.config.get` function args only support Python literal structures',
        span,
      ),
    );
  }
}

/** dbt hands the keys that the code reads over to the materialization. */
function keyConfig({ keys }: Found): readonly Dict[] {
  if (keys.length === 0) return [];
  const own = keys.filter((each) => !each.isMeta);
  const meta = keys.filter((each) => each.isMeta);
  return [
    {
      config_keys_used: own.map((each) => each.name),
      config_keys_defaults: own.map((each) => each.fallback),
      meta_keys_used: meta.map((each) => each.name),
      meta_keys_defaults: meta.map((each) => each.fallback),
    },
  ];
}

interface Call {
  readonly name: string;
  readonly start: number;
  /** Behind the opening parenthesis. */
  readonly behind: number;
}

/** The calls within the braces of an f-string. */
function callsInBraces(text: string, start: number, end: number): Call[] {
  return [...text.slice(start, end).matchAll(/\{([^{}]+)\}/g)].flatMap((match) => {
    const from = start + match.index + 1;
    return callsIn(text, from, from + (match[1] as string).length);
  });
}

/** dbt's calls in a stretch of the file. */
function callsIn(text: string, start: number, end: number): Call[] {
  const calls: Call[] = [];
  const pattern = new RegExp(TOKEN);
  pattern.lastIndex = start;
  for (let match = pattern.exec(text); match !== null && match.index < end; match = pattern.exec(text)) {
    const name = match[2]?.replace(/\s/g, '');
    const behind = match.index + match[0].length;
    if (name !== undefined) calls.push({ name, start: match.index, behind });
    else if (/(?<!\w)(?:[fF][rR]?|[rR][fF])$/.test(text.slice(Math.max(0, match.index - 3), match.index)))
      calls.push(...callsInBraces(text, match.index, behind));
  }
  return calls;
}

function formProblem(source: SourceText, label: string): Diagnostic | null {
  const fault = pythonFault(source.text, source.path.split('/').pop() ?? source.path);
  if (fault === null) return null;
  const span = { source, start: fault.start, end: fault.end };
  const found = problem(fault.message, span);
  return fault.isSyntax ? found : { ...found, kind: `${found.kind} in ${label}` };
}

/**
 * What a Python model asks for: its literal `dbt.ref`, `dbt.source` and `dbt.config` calls. `label` is how dbt names the
 * model: `model orders (models/orders.py)`.
 */
export function readPythonCalls(source: SourceText, label: string): CodeExtract {
  const found: Found = { refs: [], sources: [], configs: [], keys: [], problems: [] };
  for (const call of callsIn(source.text, 0, source.text.length)) readCall(call, source, found);
  const odd = formProblem(source, label);
  if (odd !== null) found.problems.unshift(odd);
  const jinja = /\{[{%#]/.exec(source.text);
  if (jinja !== null) {
    const span = { source, start: jinja.index, end: jinja.index + 2 };
    const refused = problem('No jinja in python model code is allowed', span);
    found.problems.push({ ...refused, kind: `${refused.kind} in ${label}` });
  }
  const config = mergeConfigCalls([...found.configs, ...keyConfig(found)]);
  const { refs, sources, problems } = found;
  return { ...EMPTY_EXTRACT, refs, sources, config, writtenConfig: config, isStatic: false, problems };
}
