import { describe, expect, it } from 'vitest';
import { build, type CheckReport, check, type NodeStatus, seed } from '../../src/index.ts';
import { projectFolder } from '../support/project-folder.ts';
import { randomProject } from './random-project.ts';

type Outcomes = ReadonlyMap<string, { readonly status: NodeStatus; readonly message: string | null }>;

async function outcomes(projectDir: string): Promise<Outcomes> {
  const { results } = await build({ projectDir });
  return new Map(results.map(({ node, status, message }) => [node.uniqueId, { status, message }]));
}

/** Sentences about verdicts that builds do not bear out. */
function contradictions({ results }: CheckReport, builds: readonly Outcomes[]): readonly string[] {
  return results.flatMap(({ node, status, diagnostics }) => {
    const all = builds.flatMap((each) => each.get(node.uniqueId) ?? []);
    const failed = all.find((each) => each.status === 'error');
    const isFine = status === 'ok' || status === 'warning';
    if (isFine && failed !== undefined) return [`${node.name} is ${status} and fails: ${failed.message}`];
    const stops = all.some((each) => each.status === 'error' || each.status === 'skipped');
    const told = diagnostics.map((each) => each.message).join('; ');
    if (status === 'error' && all.length > 0 && !stops)
      return [`${node.name} is an error and builds: ${told}`];
    return [];
  });
}

/** `CHECK_SEEDS=1-200` tries so many projects. */
const SEEDS = (process.env['CHECK_SEEDS'] ?? '1-4').split('-').map(Number);
const first = SEEDS[0] as number;
const cases = Array.from({ length: (SEEDS[1] ?? first) - first + 1 }, (_, index) => first + index);

const seen = { fine: 0, errors: 0 };

describe('what a check says of random projects', () => {
  it.each(cases)('holds in two builds: project %i', async (number) => {
    const folder = projectFolder(randomProject(number));
    const projectDir = folder.root;
    const before = await check({ projectDir });
    // A source that a seed makes is there before what reads it, as in a project whose seeds are loaded once.
    await seed({ projectDir });
    const builds = [await outcomes(projectDir), await outcomes(projectDir)];
    seen.fine += before.results.filter(({ status }) => status === 'ok').length;
    seen.errors += before.results.filter(({ status }) => status === 'error').length;
    const after = await check({ projectDir });
    const third = await outcomes(projectDir);
    const wrong = [
      ...contradictions(before, builds),
      ...contradictions(after, [third]).map((each) => `after a build: ${each}`),
    ];
    folder.remove();
    expect(wrong).toEqual([]);
  });
  it('saw verdicts of both kinds', () => {
    expect(seen.fine).toBeGreaterThan(5 * cases.length);
    expect(seen.errors).toBeGreaterThan(cases.length);
  });
});
