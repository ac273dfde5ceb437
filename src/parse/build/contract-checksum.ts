import { pythonRepr, sha256 } from '../../base/index.ts';
import type { ConstraintSpec, ModelNode } from '../../domain/index.ts';

function constraintText(constraint: ConstraintSpec, level: 'Column' | 'Model'): string {
  const fields = [
    `type=<ConstraintType.${constraint.type}: '${constraint.type}'>`,
    `name=${pythonRepr(constraint.name)}`,
    `expression=${pythonRepr(constraint.expression)}`,
    `warn_unenforced=${pythonRepr(constraint.warnUnenforced)}`,
    `warn_unsupported=${pythonRepr(constraint.warnUnsupported)}`,
    `to=${pythonRepr(constraint.to)}`,
    `to_columns=${pythonRepr(constraint.toColumns)}`,
  ];
  if (level === 'Model') fields.push(`columns=${pythonRepr(constraint.columns)}`);
  return `${level}LevelConstraint(${fields.join(', ')})`;
}

/** dbt's checksum of a contract: over the text of Python's objects, so that `state:modified` agrees with dbt. */
export function contractChecksum(model: ModelNode): string {
  const columns = Object.values(model.columns).sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
  );
  let state = '';
  for (const column of columns) {
    const constraints = column.constraints.map((each) => constraintText(each, 'Column'));
    state += `|${column.name}${column.dataType ?? 'None'}[${constraints.join(', ')}]`;
  }
  const { materialized } = model.config;
  if (materialized === 'table' || materialized === 'incremental') {
    const constraints = model.constraints.map((each) => constraintText(each, 'Model'));
    state += `${materialized}[${constraints.join(', ')}]`;
  }
  return sha256(state);
}
