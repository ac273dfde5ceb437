import { diagnostic } from '../../diagnostics/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { PropertiesEntry, Section } from '../properties/properties-file.ts';

const KINDS: Readonly<Partial<Record<Section, string>>> = {
  seeds: 'seed',
  snapshots: 'snapshot',
  analyses: 'analysis',
};

/** Warns of constraints on what is no model: nothing enforces them. */
export function warnOfConstraints(entries: readonly PropertiesEntry[], environment: ParseEnvironment): void {
  for (const { section, value, span } of entries) {
    const kind = KINDS[section];
    const { constraints, name } = value;
    if (kind === undefined || !Array.isArray(constraints) || constraints.length === 0) continue;
    environment.report(
      diagnostic('N066', `constraints mean nothing to the ${kind} '${String(name)}'`, {
        span: span(['constraints']),
        dbtMessage: `Field constraints is not valid for ${kind} (${String(name)})`,
        fields: { field_name: 'constraints', resource_type: kind, node_name: String(name) },
      }),
    );
  }
}
