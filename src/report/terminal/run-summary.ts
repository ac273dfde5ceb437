import type { NodeResult, RunResult } from '../../domain/index.ts';
import { counted } from '../format/status-line.ts';
import { findingLines } from './finding.ts';
import { duration, isFailure, isInterrupted, type LineStyle } from './node-line.ts';

/** What `--select` takes for this node. */
function selectable({ node }: NodeResult): string {
  return node.resourceType === 'source' ? `source:${node.sourceName}.${node.name}` : node.name;
}

const WORDS: readonly (readonly [string, (result: NodeResult) => boolean, keyof LineStyle['paint']])[] = [
  ['built', ({ status }) => status === 'success', 'good'],
  ['passed', ({ status }) => status === 'pass', 'good'],
  ['warned', ({ status }) => status === 'warn', 'warned'],
  ['failed', (result) => isFailure(result) && !isInterrupted(result), 'bad'],
  ['interrupted', isInterrupted, 'warned'],
  ['skipped', ({ status }) => status === 'skipped', 'warned'],
  ['without work', ({ status }) => status === 'no-op', 'faint'],
];

function breakdown(results: readonly NodeResult[], { paint, glyphs }: LineStyle): string {
  return WORDS.flatMap(([word, test, colour]) => {
    const count = results.filter(test).length;
    return count === 0 ? [] : [paint[colour](`${count} ${word}`)];
  }).join(` ${glyphs.dot} `);
}

const GROUPS: readonly (readonly [string, (result: NodeResult) => boolean])[] = [
  ['model', ({ node }) => node.resourceType === 'model'],
  ['seed', ({ node }) => node.resourceType === 'seed'],
  ['snapshot', ({ node }) => node.resourceType === 'snapshot'],
  ['test', ({ node }) => node.resourceType === 'test'],
  ['unit test', ({ node }) => node.resourceType === 'unit_test'],
  ['function', ({ node }) => node.resourceType === 'function'],
  ['exposure', ({ node }) => node.resourceType === 'exposure'],
  ['saved query', ({ node }) => node.resourceType === 'saved_query'],
  ['source', ({ node }) => node.resourceType === 'source'],
  ['hook', ({ node }) => node.resourceType === 'operation'],
];

/** ` 26 models: 22 built · 1 failed · 3 skipped      61 tests: 59 passed · 1 warned · 1 failed` */
function countsLine(results: readonly NodeResult[], style: LineStyle): string {
  const parts = GROUPS.flatMap(([noun, test]) => {
    const group = results.filter(test);
    return group.length === 0 ? [] : [`${counted(group.length, noun)}: ${breakdown(group, style)}`];
  });
  return ` ${parts.join('     ')}`;
}

/** The command that runs what failed again, with what waited for it; undefined when it would be too long to type. */
function rerun(result: RunResult, failed: readonly NodeResult[]): string | undefined {
  if (
    failed.length === 0 ||
    failed.length > 3 ||
    failed.some(({ node }) => node.resourceType === 'operation')
  )
    return;
  const names = failed.map(
    (each) => `${selectable(each)}${['test', 'freshness'].includes(result.command) ? '' : '+'}`,
  );
  const typed = result.command === 'freshness' ? 'source freshness' : result.command;
  return `sluice ${typed} --select ${names.join(' ')}`;
}

function verdict(result: RunResult, style: LineStyle): string {
  const { paint, glyphs } = style;
  const time = paint.faint(duration(result.elapsed));
  const failed = result.results.filter(isFailure);
  const warned = result.results.filter(({ status }) => status === 'warn').length;
  if (result.interrupted)
    return ` ${paint.warned(glyphs.warned)} ${paint.strong(`${result.command} interrupted`)}  ${time}`;
  if (result.success) {
    const warnings = warned === 0 ? '' : paint.warned(`  ${counted(warned, 'warning')}`);
    return ` ${paint.good(glyphs.good)} ${paint.strong(`${result.command} done`)}${warnings}  ${time}`;
  }
  const again = rerun(result, failed);
  const hint = again === undefined ? '' : paint.faint(`   again: ${again}`);
  return ` ${paint.bad(glyphs.bad)} ${paint.strong(`${result.command} failed`)}  ${time}${hint}`;
}

/** What stands below the lines of the nodes: every failure and warning, the counts, and last the verdict. */
export function runSummary(result: RunResult, style: LineStyle): string {
  const notable = [
    ...result.results.filter(({ status }) => status === 'warn'),
    ...result.results.filter((each) => isFailure(each) && !isInterrupted(each)),
  ];
  const lines = [''];
  for (const each of notable) lines.push(...findingLines(each, style));
  if (result.results.length > 0) lines.push(countsLine(result.results, style));
  lines.push(verdict(result, style));
  return lines.join('\n');
}
