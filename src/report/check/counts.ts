import type { CheckReport, CheckStatus, NodeCheck } from '../../domain/index.ts';
import { counted } from '../format/status-line.ts';
import type { Paint } from '../paint.ts';

/** Outcomes in the order in which they are counted, with the words for one and for several. */
const OUTCOMES: readonly (readonly [CheckStatus, string, string, keyof Paint])[] = [
  ['ok', 'ok', 'ok', 'good'],
  ['unchanged', 'unchanged', 'unchanged', 'good'],
  ['warning', 'warning', 'warnings', 'warned'],
  ['error', 'error', 'errors', 'bad'],
  ['checked when built', 'checked when built', 'checked when built', 'warned'],
  ['skipped', 'skipped', 'skipped', 'faint'],
];

const KINDS = ['model', 'seed', 'snapshot', 'source', 'test', 'unit_test', 'analysis', 'function'] as const;

/** How often each outcome is there. */
export function statusCounts({ results }: CheckReport): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [status] of OUTCOMES) counts[status] = results.filter((each) => each.status === status).length;
  return counts;
}

function breakdown(results: readonly NodeCheck[], paint: Paint, dot: string): string {
  return OUTCOMES.flatMap(([status, one, many, colour]) => {
    const count = results.filter((each) => each.status === status).length;
    return count === 0 ? [] : [paint[colour](`${count} ${count === 1 ? one : many}`)];
  }).join(` ${dot} `);
}

/** ` 26 models: 22 ok · 1 error · 3 skipped     61 tests: 59 ok · 2 errors` */
export function countsLine({ results }: CheckReport, paint: Paint, dot: string): string {
  const parts = KINDS.flatMap((kind) => {
    const group = results.filter(({ node }) => node.resourceType === kind);
    if (group.length === 0) return [];
    const noun =
      kind === 'analysis' ? `${group.length} analyses` : counted(group.length, kind.replace('_', ' '));
    return [
      `${group.length === 1 && kind === 'analysis' ? '1 analysis' : noun}: ${breakdown(group, paint, dot)}`,
    ];
  });
  return parts.join('     ');
}

/** `3 errors, 2 warnings`; nothing when there are neither. */
export function faults({ results }: CheckReport): string {
  const all = results.flatMap((each) => (each.status === 'unchanged' ? [] : each.diagnostics));
  const errors = all.filter((each) => each.severity === 'error').length;
  const warnings = all.filter((each) => each.severity === 'warning').length;
  const parts = [
    errors === 0 ? null : counted(errors, 'error'),
    warnings === 0 ? null : counted(warnings, 'warning'),
  ];
  return parts.filter((each) => each !== null).join(', ');
}

/** Whether it only waits for something else that is told of: then it says nothing new. */
export function isConsequence({ waitsFor, diagnostics }: NodeCheck, { results }: CheckReport): boolean {
  if (waitsFor.length === 0 || diagnostics.length > 0) return false;
  const told = new Set(results.map(({ node }) => node.uniqueId));
  return waitsFor.some((id) => told.has(id));
}

/** What a node is called: a source with its group. */
export function checkedName({ node }: NodeCheck): string {
  return node.resourceType === 'source' ? `${node.sourceName}.${node.name}` : node.name;
}
