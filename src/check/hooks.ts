import { DiagnosticError } from '../diagnostics/index.ts';
import type { Manifest, Node } from '../domain/index.ts';
import { render } from './render.ts';
import { Unanswerable } from './stand-ins.ts';
import type { World } from './world.ts';

/** What runs before anything is built. */
export function hooksOf({ nodes }: Manifest): readonly Node[] {
  return [...nodes.values()].filter(
    (each) => each.resourceType === 'operation' && each.tags.includes('on-run-start'),
  );
}

/** Statements that make shapes and touch no data. */
const SHAPES =
  /^\s*create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(?:macro|function|type|schema|sequence)\b/i;

async function runHook(node: Node, world: World): Promise<void> {
  const { compiled } = await render({ node, world, isBuilt: false });
  for (const sql of compiled.compiledCode.split(';')) if (SHAPES.test(sql)) await world.shadow.execute(sql);
}

/** Makes the functions and types of hooks that run before a build. Whatever goes wrong is found by what asks for them. */
export async function runShapeHooks(world: World): Promise<void> {
  for (const node of hooksOf(world.environment.manifest)) {
    await runHook(node, world).catch((error: unknown) => {
      if (!(error instanceof DiagnosticError || error instanceof Unanswerable)) throw error;
    });
  }
}
