import { fillLines, pythonRepr } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { Manifest, ModelNode } from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

function hasPrimaryKey(constraints: readonly { readonly type: string }[]): boolean {
  return constraints.some((each) => each.type === 'primary_key');
}

/** What is wrong with a model's primary keys, in dbt's words. */
function primaryKeyFaults(model: ModelNode): readonly string[] {
  const faults: string[] = [];
  const columns = Object.values(model.columns).flatMap((column) =>
    column.constraints.filter((each) => each.type === 'primary_key').map(() => column.name),
  );
  if (columns.length > 1) {
    faults.push(
      `Found ${columns.length} columns (${pythonRepr(columns)}) with primary key constraints defined. Primary keys for multiple columns must be defined as a model level constraint.`,
    );
  }
  if (columns.length > 0 && hasPrimaryKey(model.constraints)) {
    faults.push(
      'Primary key constraints defined at the model level and the columns level. Primary keys can be defined at the model level or the column level, not both.',
    );
  }
  return faults;
}

function contractFaults(model: ModelNode): readonly string[] {
  const faults: string[] = [];
  if (Object.keys(model.columns).length === 0) {
    faults.push('Constraints must be defined in a `yml` schema configuration file like `schema.yml`.');
  }
  if (model.language !== 'sql') faults.push(`Language Error: Expected 'sql' but found '${model.language}'`);
  return faults;
}

function warnUnsupported(model: ModelNode, environment: ParseEnvironment): void {
  const { materialized } = model.config;
  if (materialized === 'table' || materialized === 'incremental') return;
  const all = [...model.constraints, ...Object.values(model.columns).flatMap((each) => each.constraints)];
  if (!all.some((each) => each.warnUnsupported)) return;
  environment.report(
    diagnostic('N036', `constraints of '${model.name}' are ignored: a ${materialized} cannot have any`, {
      span: model.patchSpan ?? model.span,
      dbtMessage: fillLines(
        `Constraint types are not supported for ${materialized} materializations and will be ignored.  Set 'warn_unsupported: false' on this constraint to ignore this warning.`,
        { width: 80, taken: '[WARNING]: '.length },
      ),
      uniqueId: model.uniqueId,
    }),
  );
}

function report(
  model: ModelNode,
  heading: string,
  faults: readonly string[],
  environment: ParseEnvironment,
): void {
  if (faults.length === 0) return;
  environment.report(
    diagnostic('N037', faults.join(' '), {
      span: model.patchSpan ?? model.span,
      dbtMessage: `${heading} (${model.originalFilePath})\n${faults.join('\n')}`,
      uniqueId: model.uniqueId,
    }),
  );
}

/** Checks what models declare of keys and contracts; dbt looks at models that properties describe. */
export function checkContracts(manifest: Manifest, environment: ParseEnvironment): void {
  for (const model of manifest.nodes.values()) {
    if (model.resourceType !== 'model' || model.patchPath === null) continue;
    if (model.contract.enforced) {
      warnUnsupported(model, environment);
      report(model, 'Contract enforcement failed for:', contractFaults(model), environment);
    }
    report(model, 'Primary key constraint error:', primaryKeyFaults(model), environment);
  }
}
