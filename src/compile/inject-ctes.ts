import type { CompiledNode } from '../domain/index.ts';
import { joinPieces, madeUp, type Piece, slicePiece, wholeFile } from './span-pieces.ts';

/** The name under which an ephemeral model is selected from. */
function cteName(model: CompiledNode): string {
  const { node } = model;
  return `__dbt__cte__${(node.resourceType === 'model' ? node.cteName : undefined) ?? node.alias}`;
}

/** ` name as (\n...\n)`, with the model's own text inside. */
function ctePiece(model: CompiledNode): Piece {
  const around = wholeFile(model.node.span.source);
  return joinPieces([
    madeUp(` ${cteName(model)} as (\n`, around),
    { text: model.compiledCode, spanMap: model.spanMap },
    madeUp('\n)', around),
  ]);
}

const BLANK = /^\s*/;
const COMMENTS = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

interface Place {
  readonly offset: number;
  /** Whether the statement has a WITH of its own, which the models join. */
  readonly hasWith: boolean;
}

/** Where the models go: behind the statement's own WITH, or in front of everything but blanks. */
function findPlace(sql: string): Place {
  const start = (COMMENTS.exec(sql) as RegExpExecArray)[0].length;
  const own = /^with\b(?:\s+recursive\b)?\s*/i.exec(sql.slice(start));
  if (own !== null) return { offset: start + own[0].length, hasWith: true };
  return { offset: (BLANK.exec(sql) as RegExpExecArray)[0].length, hasWith: false };
}

/** Puts ephemeral models in front of a node's SQL, in dbt's form. */
export function injectCtes(compiled: CompiledNode, models: readonly CompiledNode[]): CompiledNode {
  if (models.length === 0) return compiled;
  const main: Piece = { text: compiled.compiledCode, spanMap: compiled.spanMap };
  const { offset, hasWith } = findPlace(main.text);
  const around = wholeFile(compiled.node.span.source);
  const ctes = models.map(ctePiece);
  const listed = ctes.flatMap((piece, index) => (index === 0 ? [piece] : [madeUp(', ', around), piece]));
  const joined = joinPieces([
    slicePiece(main, 0, offset),
    ...(hasWith ? listed : [madeUp('with', around), ...listed]),
    madeUp(hasWith ? ', ' : ' ', around),
    slicePiece(main, offset),
  ]);
  return {
    node: compiled.node,
    compiledCode: joined.text,
    spanMap: joined.spanMap,
    extraCtes: models.map((model, index) => ({ id: model.node.uniqueId, sql: (ctes[index] as Piece).text })),
  };
}
