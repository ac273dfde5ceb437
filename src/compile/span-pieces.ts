import type { SourceText, Span } from '../diagnostics/index.ts';
import type { SpanMap, SpanSegment } from '../domain/index.ts';

/** A stretch of SQL with the places it comes from. */
export interface Piece {
  readonly text: string;
  readonly spanMap: SpanMap;
}

/** Text that no author wrote, ascribed to a place. */
export function madeUp(text: string, origin: Span): Piece {
  return { text, spanMap: text === '' ? [] : [{ start: 0, origin, verbatim: false, stack: [] }] };
}

/** The place of a whole file, for text that belongs to nothing in it. */
export function wholeFile(source: SourceText): Span {
  return { source, start: 0, end: source.text.length };
}

function shift(segment: SpanSegment, by: number): SpanSegment {
  return by === 0 ? segment : { ...segment, start: segment.start + by };
}

/** Pieces one after another. */
export function joinPieces(pieces: readonly Piece[]): Piece {
  const spanMap: SpanSegment[] = [];
  let text = '';
  for (const piece of pieces) {
    for (const segment of piece.spanMap) spanMap.push(shift(segment, text.length));
    text += piece.text;
  }
  return { text, spanMap };
}

/** A segment whose first `count` characters are cut off. */
function withoutStart(segment: SpanSegment, count: number): SpanSegment {
  const { origin, verbatim } = segment;
  const start = verbatim ? Math.min(origin.end, origin.start + count) : origin.start;
  return { ...segment, start: segment.start + count, origin: { ...origin, start } };
}

/** Part of a piece, from `start` to `end`. */
export function slicePiece(piece: Piece, start: number, end: number = piece.text.length): Piece {
  const kept: SpanSegment[] = [];
  piece.spanMap.forEach((segment, index) => {
    const until = piece.spanMap[index + 1]?.start ?? piece.text.length;
    if (until <= start || segment.start >= end) return;
    const cut = segment.start < start ? withoutStart(segment, start - segment.start) : segment;
    kept.push(shift(cut, -start));
  });
  return { text: piece.text.slice(start, end), spanMap: kept };
}
