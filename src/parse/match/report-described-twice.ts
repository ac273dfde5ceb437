import { diagnostic } from '../../diagnostics/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { NodeProperties } from '../properties/node-properties.ts';

/** dbt's advice where two entries describe one thing. */
export function fixDuplicate(options: {
  readonly first: string;
  readonly second: string;
  readonly name: string;
  readonly type: string;
}): string {
  const { first, second, name, type } = options;
  return first === second
    ? `remove one of the ${type} entries for ${name} in this file:\n - ${first}\n`
    : `remove the ${type} entry for ${name} in one of these files:\n - ${first}\n${second}`;
}

/** Reports that a resource has properties in two places. */
export function reportDescribedTwice(
  later: NodeProperties,
  earlier: NodeProperties,
  environment: ParseEnvironment,
): void {
  const fix = fixDuplicate({
    first: later.entry.file.originalFilePath,
    second: earlier.entry.file.originalFilePath,
    name: later.name,
    type: 'resource',
  });
  environment.report(
    diagnostic('N012', `'${later.name}' is described twice`, {
      span: later.entry.span(['name']),
      notes: [{ message: 'the other description', span: earlier.entry.span(['name']) }],
      dbtMessage: `dbt found two schema.yml entries for the same resource named ${later.name}. Resources and their associated columns may only be described a single time. To fix this, ${fix}`,
    }),
  );
}
