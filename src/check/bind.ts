import { type Diagnostic, DiagnosticError } from '../diagnostics/index.ts';
import type { Column, CompiledNode, Node } from '../domain/index.ts';
import { failureOf } from '../run/index.ts';
import { defineForeignTables } from './foreign-tables.ts';
import type { World } from './world.ts';

export interface BindOptions {
  readonly node: Node;
  readonly world: World;
  readonly compiled: CompiledNode;
  /** A statement around the compiled SQL. Default: that SQL alone. */
  readonly sql?: string;
}

/** A relation cannot have two columns of one name: the engine numbers those that come again. */
function numbered(columns: readonly Column[]): readonly Column[] {
  const seen = new Map<string, number>();
  return columns.map(({ name, type }) => {
    let unique = name;
    for (
      let known = seen.get(unique.toLowerCase());
      known !== undefined;
      known = seen.get(unique.toLowerCase())
    ) {
      seen.set(unique.toLowerCase(), known + 1);
      unique = `${unique}_${known}`;
    }
    seen.set(unique.toLowerCase(), 1);
    return { name: unique, type };
  });
}

/** Whether all that is wrong is that tables or functions are not there. */
export function isMissingThing(found: readonly Diagnostic[]): boolean {
  return found.every((each) => each.code === 'D020');
}

async function columnsOf(sql: string, world: World): Promise<readonly Column[]> {
  try {
    return await world.shadow.columnsOf(sql);
  } catch (error) {
    const isMissing = error instanceof DiagnosticError && isMissingThing(error.diagnostics);
    if (isMissing && (await defineForeignTables(world))) return world.shadow.columnsOf(sql);
    throw error;
  }
}

/** Columns that SQL gives on the empty tables. Throws a `DiagnosticError` at the author's line. */
export async function bind({ node, world, compiled, sql }: BindOptions): Promise<readonly Column[]> {
  try {
    return numbered(await columnsOf(sql ?? compiled.compiledCode, world));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { diagnostics } = failureOf(error, { node, compiled, environment: world.environment });
    throw new DiagnosticError(diagnostics);
  }
}

const TEXTS = /'(?:[^']|'')*'|\/\*[\s\S]*?\*\/|--[^\n]*/g;

/** Why the columns of a query cannot be known without its data; null when they can. */
export function dataDependence(sql: string): string | null {
  if (!/pivot|getvariable/i.test(sql)) return null;
  const bare = sql.replace(TEXTS, "''");
  for (const { index } of bare.matchAll(/\bpivot(?:_wider)?\b/gi)) {
    const clause = bare.slice(index, index + 400).split(/\busing\b|\bgroup\s+by\b/i)[0] as string;
    if (!/\bin\s*\(/i.test(clause)) return 'the columns of its PIVOT come from data';
  }
  return /\bgetvariable\s*\(/i.test(bare) ? 'it reads a variable of the session' : null;
}
