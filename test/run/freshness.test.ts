import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DiagnosticError, sourceFreshness } from '../../src/index.ts';
import { testProject } from './project.ts';

const SOURCES = [
  'sources:',
  '  - name: raw',
  '    config: {freshness: {warn_after: {count: 1, period: hour}, error_after: {count: 2, period: day}}}',
  '    tables:',
  '      - name: orders',
  "        config: {external_location: 'data/*.csv'}",
  '      - name: gone',
  "        config: {external_location: 'nowhere/*.csv'}",
].join('\n');

describe('the freshness of sources over files', () => {
  it('is the age of the newest file, where the source names no column', async () => {
    const project = testProject({
      'models/s.yml': SOURCES,
      'data/old.csv': 'id\n1\n',
      'data/new.csv': 'id\n2\n',
    });
    const now = Date.now() / 1000;
    utimesSync(join(project.root, 'data/old.csv'), now - 9 * 86_400, now - 9 * 86_400);
    utimesSync(join(project.root, 'data/new.csv'), now - 7200, now - 7200);
    const warnings: string[] = [];
    const { results, success } = await sourceFreshness({
      projectDir: project.root,
      profilesDir: project.root,
      onEvent: (event) => {
        if (event.type === 'diagnostic') warnings.push(event.diagnostic.code);
      },
    });
    expect(warnings).toEqual([]);
    expect(success).toBe(false);
    const [gone, orders] = ['gone', 'orders'].map((name) => results.find((each) => each.node.name === name));
    expect([orders?.status, orders?.node.name]).toEqual(['warn', 'orders']);
    expect(Math.round((orders?.freshness?.age ?? 0) / 60)).toBe(120);
    expect([gone?.status, gone?.diagnostics[0]?.code]).toEqual(['runtime error', 'D113']);
    const written = project.json('target/sources.json') as unknown as { results: { unique_id: string }[] };
    expect(written.results.map((each) => each.unique_id)).toEqual(['source.shop.raw.orders']);
  });

  it('is measured against the moment that SLUICE_NOW pins', async () => {
    const project = testProject({
      'models/s.yml': SOURCES.replace(
        "config: {external_location: 'data/*.csv'}",
        'config: {loaded_at_query: "select timestamp \'2024-01-01\'"}',
      ),
    });
    process.env['SLUICE_NOW'] = '2024-01-01T00:30:00';
    try {
      const { results } = await sourceFreshness({
        projectDir: project.root,
        profilesDir: project.root,
        select: ['source:raw.orders'],
      });
      expect(results.map((each) => [each.status, each.freshness?.age])).toEqual([['pass', 1800]]);
    } finally {
      delete process.env['SLUICE_NOW'];
    }
  });

  it('fails the call before anything runs when an option makes no sense', async () => {
    const project = testProject({ 'models/s.yml': SOURCES });
    const call = sourceFreshness({
      projectDir: project.root,
      profilesDir: project.root,
      select: ['nothing:x'],
    });
    await expect(call).rejects.toBeInstanceOf(DiagnosticError);
  });
});
