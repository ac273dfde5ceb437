import { nearest } from '../base/index.ts';
import { compileNode } from '../compile/index.ts';
import { resolveUnitTestInputs, unitTestScene } from '../context/index.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Column, UnitTestNode } from '../domain/index.ts';
import { failureOf } from '../run/index.ts';
import { createAnswers } from './answers.ts';
import { bind } from './bind.ts';
import { uncertainty } from './check-sql.ts';
import { type Finding, NOTHING_FOUND } from './finding.ts';
import { type Look, whenBuilt } from './look.ts';
import { Unanswerable } from './stand-ins.ts';

/** Columns of the rows that are expected and that the model does not give. */
function unexpected({ node }: Look<UnitTestNode>, columns: readonly Column[]): readonly Diagnostic[] {
  const { rows } = node.expect;
  const [first] = Array.isArray(rows) ? rows : [];
  const names = columns.map((each) => each.name);
  const known = new Set(names.map((each) => each.toLowerCase()));
  const model = node.testedNode.name;
  return Object.keys((first ?? {}) as object)
    .filter((name) => !known.has(name.toLowerCase()))
    .map((name) => {
      const guess = nearest(name, names);
      const message = `the unit test '${node.name}' expects a column '${name}' that '${model}' does not have`;
      return diagnostic('V004', message, {
        span: node.patchSpan ?? node.span,
        label: `no column '${name}'`,
        hint: guess === undefined ? undefined : `Did you mean '${guess}'?`,
        uniqueId: node.uniqueId,
      });
    });
}

/** The model over its fixtures, with the columns that what they stand for has. */
async function bindScene({ node, world }: Look<UnitTestNode>): Promise<readonly Column[]> {
  const { environment, kept } = world;
  const inputs = resolveUnitTestInputs(node, environment);
  const known = inputs.flatMap(({ original: { uniqueId } }) => {
    const columns = kept.get(uniqueId)?.columns ?? [];
    return columns.length === 0 ? [] : [[uniqueId, columns] as const];
  });
  const scene = unitTestScene({ node, environment, inputs, columns: new Map(known) });
  const database = createAnswers({ node, world, isBuilt: true });
  const compiled = await compileNode({ ...scene, database });
  return bind({ node, world, compiled });
}

/** A unit test: the columns of its fixtures and of what it expects. What its rows come to is found by running it. */
export async function checkUnitTest(look: Look<UnitTestNode>): Promise<Finding> {
  const { node, world } = look;
  const doubt = uncertainty(look);
  if (doubt !== null) return whenBuilt(doubt, []);
  try {
    return { ...NOTHING_FOUND, diagnostics: unexpected(look, await bindScene(look)) };
  } catch (error) {
    if (error instanceof Unanswerable) return whenBuilt(error.message, []);
    if (!(error instanceof DiagnosticError)) throw error;
    const { diagnostics } = failureOf(error, { node, compiled: null, environment: world.environment });
    return { ...NOTHING_FOUND, diagnostics };
  }
}
