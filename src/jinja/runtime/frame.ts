import type { SourceText, Span, StackFrame } from '../../diagnostics/index.ts';
import { PythonError, ReturnSignal } from '../values/index.ts';
import type { Context } from './context.ts';

/** A function of generated code, as stacks show it. */
export interface CodeFrame {
  /** Null for the outermost function, whose name the context knows. */
  readonly name: string | null;
  readonly source: SourceText;
  /** Pairs of offsets, by place. */
  readonly spans: readonly number[];
}

/** The source text of a place. */
export function spanOf({ source, spans }: CodeFrame, place: number): Span {
  return { source, start: spans[place * 2] as number, end: spans[place * 2 + 1] as number };
}

/** A stack frame that stands at a place. */
export function stackFrame(frame: CodeFrame, place: number, context: Context): StackFrame {
  return { name: frame.name ?? context.frameName, span: spanOf(frame, place) };
}

const stacks = new WeakMap<object, StackFrame[]>();

/** Takes the template stack of an error that came out of generated code, innermost first; it is forgotten then. */
export function takeStack(error: object): readonly StackFrame[] {
  const stack = stacks.get(error) ?? [];
  stacks.delete(error);
  return stack;
}

/** What JavaScript throws when it reaches its own limits, in Python's words. */
export function limitError(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  if (/call stack/.test(error.message))
    return new PythonError('RecursionError', 'maximum recursion depth exceeded');
  if (/string length|array length|BigInt size/.test(error.message)) {
    return new PythonError('MemoryError', 'a value is larger than a template may build');
  }
  return error;
}

/** Deepest stack that is kept; a recursion without an end would make it endless. */
const MAX_FRAMES = 100;

/** Adds a frame to the stack of an error on its way out. Called by the `catch` of every generated function. */
export function trace(error: unknown, frame: CodeFrame, place: number, context: Context): unknown {
  if (error instanceof ReturnSignal) return error;
  const known = limitError(error);
  if (typeof known !== 'object' || known === null) return known;
  const stack = stacks.get(known);
  if (stack === undefined) stacks.set(known, [stackFrame(frame, place, context)]);
  else if (stack.length < MAX_FRAMES) stack.push(stackFrame(frame, place, context));
  return known;
}
