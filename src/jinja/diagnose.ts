import {
  type Code,
  DiagnosticError,
  diagnostic,
  type SourceText,
  type Span,
  spanPosition,
} from '../diagnostics/index.ts';
import { TemplateSyntaxError } from './front/syntax-error.ts';
import { limitError, takeStack } from './runtime/frame.ts';
import { str } from './runtime/text.ts';
import { PythonError, ReturnSignal } from './values/index.ts';

const CODES: Readonly<Record<string, Code>> = {
  UndefinedError: 'J002',
  SecurityError: 'J003',
  RecursionError: 'J004',
  MemoryError: 'J004',
  LoopLimitError: 'J004',
  SynchronousCallError: 'J005',
  JinjaRenderingError: 'J008',
};

/** What dbt appends when a name is undefined in a node's own template; inside macros it leaves the message alone. */
const UNDEFINED_ADVICE =
  '. This can happen when calling a macro that does not exist. Check for typos and/or install package dependencies with "dbt deps".';

/** Jinja's own text of a syntax error: with the line and what stands there. */
function syntaxMessage(error: TemplateSyntaxError, span: Span): string {
  const { line } = spanPosition(span);
  const text = span.source.text.split('\n')[line - 1] ?? '';
  return `${error.message}\n  line ${line}\n    ${text.trim()}`;
}

function syntaxDiagnostic(error: TemplateSyntaxError, source: SourceText): DiagnosticError {
  const span = { source, start: error.start, end: error.end };
  return new DiagnosticError(
    diagnostic('J001', error.message, {
      span,
      dbtMessage: error.type === 'SyntaxError' ? error.message : syntaxMessage(error, span),
      exception: error.type,
    }),
  );
}

function pythonDiagnostic(error: PythonError, source: SourceText, inMacro: boolean): DiagnosticError {
  const stack = takeStack(error);
  const isInMacro = inMacro || stack.length > 1;
  const dbtMessage =
    error.type === 'UndefinedError' && !isInMacro ? error.message + UNDEFINED_ADVICE : error.message;
  return new DiagnosticError(
    diagnostic(CODES[error.type] ?? 'J003', error.message, {
      span: stack[0]?.span ?? { source, start: 0, end: 0 },
      stack,
      dbtMessage,
      exception: error.type,
    }),
  );
}

/** Errors of host functions say what happened; the template says where. */
function withPlace(error: DiagnosticError): DiagnosticError {
  const stack = takeStack(error);
  if (stack.length === 0) return error;
  const placed = error.diagnostics.map((each) =>
    Object.freeze({
      ...each,
      stack: [...each.stack, ...stack],
      ...(each.span === undefined && stack[0]?.span !== undefined ? { span: stack[0].span } : {}),
    }),
  );
  return new DiagnosticError(placed);
}

/**
 * Turns what came out of a template into a `DiagnosticError`; anything that is not a user's error is left as it is.
 * `inMacro`: the outermost frame is a macro, called from TypeScript.
 */
export function diagnose(
  error: unknown,
  source: SourceText,
  options: { readonly inMacro?: boolean } = {},
): unknown {
  if (error instanceof TemplateSyntaxError) return syntaxDiagnostic(error, source);
  const known = limitError(error);
  if (known instanceof PythonError) return pythonDiagnostic(known, source, options.inMacro ?? false);
  if (error instanceof DiagnosticError) return withPlace(error);
  if (error instanceof ReturnSignal) {
    return new DiagnosticError(
      diagnostic('J003', 'return() was called outside of a macro', {
        dbtMessage: str(error.value),
        span: { source, start: 0, end: 0 },
        exception: 'MacroReturn',
      }),
    );
  }
  return error;
}
