import { diagnostic } from '../../diagnostics/index.ts';
import type { Manifest } from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

/** Names of resources have no spaces; older projects may allow them by a flag. */
export function checkSpaces(manifest: Manifest, environment: ParseEnvironment): void {
  const odd = [...manifest.nodes.values()].filter((each) => each.name.includes(' '));
  const [first] = odd;
  if (first === undefined) return;
  const isError = environment.flag('require_resource_names_without_spaces', true);
  const list = odd.map((each) => `  * '${each.uniqueId}' (${each.originalFilePath})`).join('\n');
  environment.report(
    diagnostic('N039', `resource names have spaces: ${odd.map((each) => `'${each.name}'`).join(', ')}`, {
      severity: isError ? 'error' : 'warning',
      span: first.span,
      ...(isError ? {} : { kind: 'ResourceNamesWithSpacesDeprecation' }),
      dbtMessage: isError
        ? `Resource names cannot contain spaces:\n${list}\nPlease rename the invalid model(s) so that their name(s) do not contain any spaces.`
        : `Spaces found in ${odd.length} resource name(s). This is deprecated, and may lead to errors when using dbt.`,
      uniqueId: first.uniqueId,
    }),
  );
}
