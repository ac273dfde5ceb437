import type { StackFrame } from '../../diagnostics/index.ts';
import type { RenderedSegment } from '../contract.ts';
import type { Context } from './context.ts';
import { type CodeFrame, spanOf, stackFrame } from './frame.ts';

/** A piece of output: where it starts, where it comes from, and its own pieces when a macro made it. */
interface Piece {
  readonly start: number;
  readonly place: number;
  readonly verbatim: boolean;
  readonly slot: Slot | null;
}

/** Receives the pieces of a macro's text, for the caller that prints it. */
export class Slot {
  text: string | undefined;
  pieces: readonly Piece[] = [];
  frame: CodeFrame | undefined;
  context: Context | undefined;
}

/** Text under construction that remembers its origins. */
export class Output {
  #text = '';
  readonly #pieces: Piece[] = [];

  /** Text of the template itself. */
  text(text: string, place: number): void {
    this.#pieces.push({ start: this.#text.length, place, verbatim: true, slot: null });
    this.#text += text;
  }

  /** The text of an expression; `slot` holds its pieces when it is, unchanged, what a macro rendered. */
  value(text: string, place: number, slot: Slot | null = null): void {
    if (text === '') return;
    const isTraced = slot !== null && slot.text === text && slot.pieces.length > 0;
    this.#pieces.push({ start: this.#text.length, place, verbatim: false, slot: isTraced ? slot : null });
    this.#text += text;
  }

  /** Ends a macro: its text, with its pieces for a caller that asked for them. */
  finish(slot: unknown, frame: CodeFrame, context: Context): string {
    if (slot instanceof Slot) Object.assign(slot, { text: this.#text, pieces: this.#pieces, frame, context });
    return this.#text;
  }

  /** Ends a template. */
  rendered(
    frame: CodeFrame,
    context: Context,
  ): { readonly text: string; readonly segments: readonly RenderedSegment[] } {
    const segments: RenderedSegment[] = [];
    collect({ pieces: this.#pieces, frame, context, offset: 0, callers: [] }, segments);
    return { text: this.#text, segments };
  }
}

interface Level {
  readonly pieces: readonly Piece[];
  readonly frame: CodeFrame;
  readonly context: Context;
  readonly offset: number;
  /** The frames that called this one, innermost first; empty for the template itself. */
  readonly callers: readonly StackFrame[];
}

/** Flattens the pieces of a template and of the macros that it printed. */
function collect({ pieces, frame, context, offset, callers }: Level, segments: RenderedSegment[]): void {
  for (const { start, place, verbatim, slot } of pieces) {
    const at = offset + start;
    const callersHere = () => [stackFrame(frame, place, context), ...callers];
    if (slot?.frame !== undefined && slot.context !== undefined) {
      const level = { pieces: slot.pieces, frame: slot.frame, context: slot.context, offset: at };
      collect({ ...level, callers: callersHere() }, segments);
    } else {
      const stack = callers.length === 0 ? [] : callersHere();
      segments.push({ start: at, origin: spanOf(frame, place), verbatim, stack });
    }
  }
}

/** `return(f(x))`: what `f` printed becomes what the macro printed. */
export function passOn(
  value: unknown,
  to: unknown,
  from: Slot,
  frame: { readonly place: number; readonly code: CodeFrame; readonly context: Context },
): unknown {
  if (to instanceof Slot && from.text === value && from.pieces.length > 0) {
    const piece: Piece = { start: 0, place: frame.place, verbatim: false, slot: from };
    Object.assign(to, { text: from.text, pieces: [piece], frame: frame.code, context: frame.context });
  }
  return value;
}
