import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckReport, check, frame } from '../../src/index.ts';
import { callCli } from '../support/call-cli.ts';
import type { ProjectFolder } from '../support/project-folder.ts';
import { faultyProject } from './faulty-project.ts';

let folder: ProjectFolder;
let report: CheckReport;

beforeAll(async () => {
  folder = await faultyProject();
  report = await check({ projectDir: folder.root });
});
afterAll(() => folder.remove());

const found = (name: string) => {
  const result = report.results.find(({ node }) => node.name === name);
  if (result === undefined) throw new Error(`nothing is told of ${name}`);
  return result;
};

/** A report as text: the verdicts, the columns, and every frame. */
function told({ results }: CheckReport): string {
  const blocks = results.map(({ node, status, columns, diagnostics, reason }) => {
    const lines = [`${node.resourceType} ${node.name}: ${status}${reason === null ? '' : ` (${reason})`}`];
    if (columns.length > 0) lines.push(`  ${columns.map((each) => `${each.name} ${each.type}`).join(', ')}`);
    return [...lines, ...diagnostics.map((each) => frame(each).replace(/^(?=.)/gm, '  '))].join('\n');
  });
  return `${blocks.sort().join('\n\n')}\n`;
}

describe('a check of a project with faults', () => {
  it('tells the verdict, the columns and a frame for each', async () => {
    expect(report.success).toBe(false);
    expect(report.results.length).toBeGreaterThan(30);
    await expect(told(report)).toMatchFileSnapshot('golden/faults.txt');
  });

  it('makes no database', () => {
    expect(readdirSync(folder.root).filter((name) => name.includes('duckdb'))).toEqual([]);
    expect(existsSync(join(folder.root, 'target', 'run'))).toBe(false);
  });

  it('never calls fine what only data can tell', () => {
    for (const name of ['asks', 'below_asks', 'pivoted', 'reads_database'])
      expect(found(name).status).toBe('checked when built');
    expect(found('shapes').status).toBe('ok');
    expect(found('pivoted_in').status).toBe('ok');
    expect(found('file_name').status).toBe('ok');
  });

  it('is one JSON document and nothing else with --json, and ends with 1', async () => {
    const { out, code } = await callCli(['check', '--json', '--project-dir', folder.root]);
    const document = JSON.parse(out);
    expect(code).toBe(1);
    expect(document.success).toBe(false);
    const node = document.nodes.find((each: { name: string }) => each.name === 'bad_column');
    expect(node).toMatchObject({ unique_id: 'model.shop.bad_column', status: 'error' });
    expect(node.diagnostics[0]).toMatchObject({
      code: 'D021',
      path: 'models/bad_column.sql',
      line: 3,
      column: 3,
    });
  });

  it('takes a selection, and tells what it reads from only where that fails', async () => {
    const { results } = await check({ projectDir: folder.root, select: ['below_bad', 'shapes'] });
    expect(results.map(({ node }) => node.name).sort()).toEqual(['bad_column', 'below_bad', 'shapes']);
  });

  it('counts warnings as errors with --warn-error', async () => {
    const select = ['typo'];
    expect((await check({ projectDir: folder.root, select })).success).toBe(true);
    expect((await check({ projectDir: folder.root, select, warnError: true })).success).toBe(false);
    const silence = { silence: ['V001'] };
    const quiet = await check({ projectDir: folder.root, select, warnErrorOptions: silence });
    expect(quiet.results.flatMap((each) => each.diagnostics)).toEqual([]);
  });
});
