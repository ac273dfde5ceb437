import { type Diagnostic, DiagnosticError } from '../diagnostics/index.ts';
import type { SeedNode } from '../domain/index.ts';
import { CALL, type HostFunction } from '../jinja/index.ts';
import { failureOf } from '../run/index.ts';
import { type Finding, NOTHING_FOUND } from './finding.ts';
import type { Look } from './look.ts';
import { shadowScope } from './on-shadow.ts';
import { placeOf } from './relation-key.ts';

/** A seed: its table is made as a build makes it, without rows. */
export async function checkSeed({ node, world }: Look<SeedNode>): Promise<Finding> {
  const warnings: Diagnostic[] = [];
  const sink = { report: (each: Diagnostic) => void warnings.push(each) };
  const environment = { ...world.environment, sink };
  const { shadow } = world;
  const place = placeOf(node, environment);
  try {
    const scope = shadowScope({ ...world, environment }, node, '');
    const macro = environment.library.findAnywhere('create_csv_table');
    const table = (scope.scope.get('load_agate_table') as { [CALL]: HostFunction })[CALL]([], {});
    if (macro === undefined) throw new Error('there is no macro create_csv_table');
    // An empty table of one column makes the place that the seed's own table goes to.
    await shadow.define(place, [{ name: 'seed', type: 'VARCHAR' }]);
    await shadow.drop(place);
    await scope.call(macro, [scope.scope.get('model'), table]);
    const columns = await shadow.columnsOf(`select * from ${environment.plugin.dialect.render(place)}`);
    return { ...NOTHING_FOUND, columns, diagnostics: warnings };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { diagnostics } = failureOf(error, { node, compiled: null, environment });
    return { ...NOTHING_FOUND, isCertain: false, diagnostics: [...warnings, ...diagnostics] };
  }
}
