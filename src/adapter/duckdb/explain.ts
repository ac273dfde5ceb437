import { nearest } from '../../base/index.ts';
import {
  type Code,
  type Diagnostic,
  DiagnosticError,
  diagnostic,
  type Span,
} from '../../diagnostics/index.ts';
import { type EngineError, readEngineError } from './engine-error.ts';

/** The path under which positions in SQL are reported, until a caller leads them back to the author's file. */
const SQL_PATH = '<sql>';

const CODE_BY_TYPE: Readonly<Record<string, Code>> = {
  Catalog: 'D020',
  Binder: 'D021',
  Parser: 'D022',
  Syntax: 'D022',
  Conversion: 'D023',
  'Out of Range': 'D023',
  'Invalid Input': 'D023',
  'Mismatch Type': 'D023',
  Constraint: 'D024',
  TransactionContext: 'D025',
  Dependency: 'D025',
  'Out of Memory': 'D026',
  INTERRUPT: 'D027',
  IO: 'D028',
  HTTP: 'D028',
  Permission: 'D031',
};

/** Texts that say more than the type of the error. The first that fits decides. */
const CODE_BY_TEXT: readonly (readonly [RegExp, Code])[] = [
  [/^Interrupted!?$|^INTERRUPT Error/, 'D027'],
  [/Current transaction is aborted/, 'D033'],
  [/Conflicting lock is held|Could not set lock on file/, 'D010'],
  [/No space left on device/, 'D029'],
  [/No magic bytes found|too small to be a Parquet file|don't know what type|TProtocolException/, 'D046'],
  [/schema mismatch in glob|Error while reading file .* failed to cast column/, 'D047'],
  [/database file with version number|created with a newer version of DuckDB/, 'D011'],
  [/Corrupt|computed checksum|replaying WAL|Could not read enough bytes from file/, 'D030'],
  [/not a valid DuckDB database file|Cannot open database/, 'D011'],
  [
    /Failed to (?:download|install)(?: local)? extension|Extension ".*" not found|exists in the \S+ extension|install the required extension|requires the extension/,
    'D012',
  ],
  [/write-write conflict|Conflict on tuple|Transaction conflict|Failed to commit/, 'D025'],
];

function codeOf(error: EngineError): Code {
  const byText = CODE_BY_TEXT.find(([pattern]) => pattern.test(error.message))?.[1];
  return byText ?? CODE_BY_TYPE[error.type] ?? 'D032';
}

const TOKEN =
  /"(?:[^"]|"")*"|'(?:[^']|'')*'|[\p{L}_][\p{L}\p{N}_$]*(?:\.[\p{L}_][\p{L}\p{N}_$]*)*|[0-9.]+|\S/uy;

/** The word at the place that the engine names. */
function spanOf(error: EngineError, sql: string): Span | undefined {
  if (error.offset === null) return undefined;
  const start = Math.min(error.offset, sql.length);
  TOKEN.lastIndex = start;
  const length = TOKEN.exec(sql)?.[0].length ?? 0;
  return { source: { path: SQL_PATH, text: sql }, start, end: start + length };
}

function lockHint(message: string): string | undefined {
  const holder = /Conflicting lock is held in (.+?) \(PID (\d+)\)/.exec(message);
  if (holder === null) return undefined;
  return `The file is open in ${holder[1]} (process ${holder[2]}): close that program, or wait for it with --wait 60.`;
}

function extensionHint(message: string): string | undefined {
  const name =
    /exists in the (\S+) extension/.exec(message)?.[1] ??
    /[Ee]xtension [“"']([\w-]+)["'”]/.exec(message)?.[1];
  if (name === undefined) return undefined;
  return `Add '${name}' to 'extensions' in the profile.`;
}

/** The candidate that was meant. The engine also offers far-fetched ones (`pg_enum` for `nope`), which are left out. */
function nameHint(error: EngineError): string | undefined {
  const guess = error.name === null ? undefined : nearest(error.name, error.candidates);
  const only =
    error.subtype === 'COLUMN_NOT_FOUND' && error.candidates.length === 1 ? error.candidates[0] : undefined;
  const found = guess ?? only;
  return found === undefined ? undefined : `Did you mean '${found}'?`;
}

/** The name of what is too new is not in the message; what can be done is. */
function newerHint({ message }: EngineError): string | undefined {
  if (!/version/i.test(message)) return undefined;
  return 'The file was made by a newer DuckDB: update Sluice, or export the database there and import it here.';
}

function missingFileHint({ message }: EngineError): string | undefined {
  if (!/No files found/i.test(message)) return undefined;
  return "Look at the path: what is not absolute counts from the project's folder.";
}

/** Which column of which file does not fit, where the engine says it. */
function fileDriftHint({ message }: EngineError): string {
  const column = /column "([^"]+)"/.exec(message)?.[1];
  const what = column === undefined ? 'a column' : `'${column}'`;
  return `Write the file again with ${what} as in the others, or read them with union_by_name=true.`;
}

const HINTS: Partial<Record<Code, (error: EngineError) => string | undefined>> = {
  D010: (error) => lockHint(error.message),
  D011: newerHint,
  D012: (error) => extensionHint(error.message),
  D020: nameHint,
  D021: nameHint,
  D026: () =>
    "Use fewer threads or raise memory_limit, both under 'settings' of the profile: each thread needs some 50 MB, more with long texts. Sorts, joins and groups are moved to disk; lists and strings of one group are not.",
  D028: missingFileHint,
  D029: () =>
    "Make room on the disk, or put the database or 'temp_directory' on another. What there was is unharmed.",
  D046: () => 'Write the file again, or take it out of the folder.',
  D047: fileDriftHint,
};

/** The first sentence or line of what the engine says, without its own guesses and candidate lists. */
function sentenceOf(error: EngineError): string {
  const line = (error.message.split('\n')[0] as string).trim();
  return line.replace(/!$/, '') || error.message;
}

/** What a file that is attached is wrong with, and which file it is: the engine does not always say. */
function ofFile(code: Code, sentence: string, sql: string): string {
  const path = /^\s*attach\s+(?:database\s+)?(?:if\s+not\s+exists\s+)?'((?:[^']|'')+)'/i.exec(sql)?.[1];
  const isNamed = path === undefined || sentence.includes(path);
  if (isNamed || (code !== 'D011' && code !== 'D030')) return sentence;
  return `The database '${path.replaceAll("''", "'")}' cannot be opened: ${sentence}`;
}

/** The class that Python's driver raises: `IOException`, `OutOfMemoryException`; what `retryable_exceptions` lists. */
function exceptionOf(error: EngineError): string | undefined {
  if (error.type === '') return undefined;
  const words = error.type.split(' ').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return error.type === 'INTERRUPT' ? 'InterruptException' : `${words.join('')}Exception`;
}

/**
 * An exception of the driver as a diagnostic. Its span is the word in `sql` at which the engine points; `dbtMessage` is the
 * engine's text as Python's driver has it, which is what dbt prints.
 */
export function explainDuckdbError(error: unknown, sql: string): Diagnostic {
  if (error instanceof DiagnosticError) return error.diagnostics[0] as Diagnostic;
  const engine = readEngineError(error, sql);
  const code = codeOf(engine);
  return diagnostic(code, ofFile(code, sentenceOf(engine), sql), {
    hint: HINTS[code]?.(engine),
    span: spanOf(engine, sql),
    dbtMessage: engine.text,
    exception: exceptionOf(engine),
  });
}
