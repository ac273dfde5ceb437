import { nearest } from '../base/index.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Column, TestNode, UniqueId } from '../domain/index.ts';
import { bind } from './bind.ts';
import { uncertainty } from './check-sql.ts';
import { type Finding, NOTHING_FOUND } from './finding.ts';
import { type Look, whenBuilt } from './look.ts';
import { render } from './render.ts';
import { isForeseeable } from './rules/foreseeable-test.ts';
import { Unanswerable } from './stand-ins.ts';

/** The thing whose column is tested. */
function testedId({ node, world }: Look<TestNode>): UniqueId | undefined {
  if (node.attachedNode !== null) return node.attachedNode;
  return node.dependsOn.nodes.find((id) => world.environment.manifest.sources.has(id));
}

function testedColumns(look: Look<TestNode>): readonly Column[] {
  const id = testedId(look);
  return (id === undefined ? undefined : look.world.kept.get(id)?.columns) ?? [];
}

/** A test in the properties of a column that there is not. */
function absentColumn(look: Look<TestNode>): Diagnostic | null {
  const { node, world } = look;
  const id = testedId(look);
  const tested = id === undefined ? undefined : world.kept.get(id);
  const column = node.columnName?.replace(/^"(.*)"$/, '$1') ?? null;
  if (column === null || id === undefined || tested === undefined || !tested.isCertain) return null;
  if (!/^[A-Za-z_]\w*$/.test(column)) return null;
  const names = tested.columns.map((each) => each.name);
  if (names.some((each) => each.toLowerCase() === column.toLowerCase())) return null;
  const { manifest } = world.environment;
  const subject = manifest.nodes.get(id) ?? manifest.sources.get(id);
  const guess = nearest(column, names);
  const test = node.testMetadata?.name ?? node.name;
  return diagnostic(
    'V004',
    `the test '${test}' is of a column '${column}' that '${subject?.name ?? id}' does not have`,
    {
      span: node.span,
      label: `no column '${column}'`,
      hint:
        guess === undefined
          ? `It has ${names.map((each) => `'${each}'`).join(', ')}.`
          : `Did you mean '${guess}'?`,
      uniqueId: node.uniqueId,
    },
  );
}

function configText({ config }: TestNode, key: string, otherwise: string): string {
  const value = config[key];
  return value === undefined || value === null ? otherwise : String(value);
}

/** The query that judges a test, around its own. */
function judgingSql(node: TestNode, sql: string): string {
  const count = configText(node, 'fail_calc', 'count(*)');
  const warnIf = configText(node, 'warn_if', '!= 0');
  const errorIf = configText(node, 'error_if', '!= 0');
  return `select ${count} as failures, ${count} ${warnIf} as should_warn, ${count} ${errorIf} as should_error from (\n${sql}\n) dbt_internal_test`;
}

/** A data test: its query, and the one that counts its rows. */
export async function checkTest(look: Look<TestNode>): Promise<Finding> {
  const { node, world, earlier } = look;
  const doubt = uncertainty(look);
  try {
    const absent = absentColumn(look);
    if (absent !== null) return { ...NOTHING_FOUND, diagnostics: [absent] };
    if (doubt !== null) return whenBuilt(doubt, []);
    if (isForeseeable(node, testedColumns(look), world.environment)) return NOTHING_FOUND;
    const known = earlier?.compiled ?? null;
    const { compiled, isAsking, warnings } =
      known === null
        ? await render({ node, world, isBuilt: false })
        : { compiled: known, isAsking: false, warnings: earlier?.templateWarnings ?? [] };
    await bind({ node, world, compiled, sql: judgingSql(node, compiled.compiledCode) });
    return {
      ...NOTHING_FOUND,
      diagnostics: warnings,
      templateWarnings: warnings,
      compiled: isAsking ? null : compiled,
    };
  } catch (error) {
    if (error instanceof Unanswerable) return whenBuilt(error.message, []);
    if (!(error instanceof DiagnosticError)) throw error;
    return { ...NOTHING_FOUND, diagnostics: error.diagnostics };
  }
}
