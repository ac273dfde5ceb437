import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { runSelected } from '../../src/commands/run-selected.ts';
import type { Diagnostic } from '../../src/diagnostics/index.ts';
import { realFiles } from '../../src/host/index.ts';
import * as sluice from '../../src/index.ts';
import { type TestProject, testProject } from './project.ts';

/** Runs all models; the first diagnostic of each that failed. */
async function failures(project: TestProject): Promise<Readonly<Record<string, Diagnostic | undefined>>> {
  const { results } = await project.session('run', {}, (session) => runSelected(session, ['model']));
  const failed = results.filter((each) => each.status === 'error');
  return Object.fromEntries(failed.map((each) => [each.node.name, each.diagnostics[0]]));
}

const table = (sql: string) => `{{ config(materialized='table') }} ${sql}`;

describe('files that cannot be read', () => {
  it('are named, and what can be done about them', async () => {
    const project = testProject({});
    const models = {
      'models/cut.sql': table("select * from read_parquet('data/cut.parquet')"),
      'models/footer.sql': table("select * from read_parquet('data/f*.parquet')"),
      'models/empty.sql': table("select * from read_parquet('data/empty.parquet')"),
      'models/lacks.sql': table("select * from read_parquet('data/lacks/*.parquet')"),
      'models/other_type.sql': table("select * from read_parquet('data/other/*.parquet')"),
      'models/none.sql': table("select * from read_parquet('data/none/*.parquet')"),
    };
    for (const [path, sql] of Object.entries(models))
      project.write(path, sql.replace("'data", `'${project.root}/data`));
    const at = (path: string) => join(project.root, 'data', path);
    for (const folder of ['lacks', 'other']) mkdirSync(at(folder), { recursive: true });
    const copies = [
      ['good.parquet', "select range as id, 'x' as t from range(100)"],
      ['lacks/a.parquet', "select range as id, 'x' as t from range(100)"],
      ['lacks/b.parquet', 'select range as id from range(100)'],
      ['other/a.parquet', "select range as id, 'x' as t from range(100)"],
      ['other/b.parquet', "select 'no number' as id, 'x' as t"],
    ];
    for (const [path, sql] of copies) await project.query(`copy (${sql}) to '${at(path as string)}'`);
    const good = readFileSync(at('good.parquet'));
    writeFileSync(at('cut.parquet'), good.subarray(0, good.length - 100));
    writeFileSync(at('empty.parquet'), '');
    // The footer is there, and what it says is nonsense.
    const footer = Buffer.from(good);
    const start = good.length - 8 - good.readUInt32LE(good.length - 8);
    footer.fill(0xff, start, start + 4);
    writeFileSync(at('footer.parquet'), footer);
    const found = await failures(project);
    const told = Object.fromEntries(
      Object.entries(found).map(([name, each]) => [name, [each?.code, each?.hint !== undefined]]),
    );
    expect(told).toEqual({
      cut: ['D046', true],
      footer: ['D046', true],
      empty: ['D046', true],
      lacks: ['D047', true],
      other_type: ['D047', true],
      none: ['D028', true],
    });
    expect(found['cut']?.message).toContain('data/cut.parquet');
    expect(found['footer']?.message).toContain('data/footer.parquet');
    expect(found['lacks']?.message).toMatch(/"t".*lacks\/b\.parquet/s);
    expect(found['other_type']?.message).toMatch(/other\/b\.parquet.*"id"/s);
    expect(found['other_type']?.hint).toContain("'id'");
  });
});

describe('a machine that has too little', () => {
  it('of memory is told with a way out, and the table stays what it was', async () => {
    const project = testProject({
      'profiles.yml':
        'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb, threads: 1, settings: {memory_limit: 60MB}}}}\n',
      'models/m.sql': table(
        "select list(md5(range::varchar)) as all_of_them from range({{ var('size', 10) }})",
      ),
    });
    expect(await failures(project)).toEqual({});
    project.write('dbt_project.yml', "name: shop\nversion: '1.0'\nprofile: shop\nvars: {size: 5000000}\n");
    const { m } = await failures(project);
    expect(m).toMatchObject({ code: 'D026', hint: expect.stringContaining('memory_limit') });
    expect(await project.query('select len(all_of_them) from m')).toEqual(['10']);
  });

  it('of disk, in what Sluice writes itself, is a coded error', async () => {
    const project = testProject({ 'models/m.sql': 'select 1 as id' });
    const full = () => {
      throw Object.assign(new Error("ENOSPC: no space left on device, write 'manifest.json'"), {
        code: 'ENOSPC',
        syscall: 'write',
      });
    };
    const host = { ...sluice.createHost(), files: { ...realFiles, writeAtomic: full, replace: full } };
    const seen: string[] = [];
    await expect(
      sluice.run({
        projectDir: project.root,
        profilesDir: project.root,
        host,
        onEvent: (event) =>
          void (event.type === 'commandFailed' && seen.push(...event.diagnostics.map((each) => each.code))),
      }),
    ).rejects.toThrow('no space left');
    expect(seen).toEqual(['C018']);
  });
});

describe('a run whose terminal is closed', () => {
  it('stops its statements, writes what happened and ends by the signal', async () => {
    const project = testProject({
      'models/m.sql': table('select sum(hash(a.range)) as s from range(1000000000) a, range(100) b'),
    });
    const cli = new URL('../../bin/sluice.cjs', import.meta.url).pathname;
    const child = spawn(process.execPath, [cli, 'run'], {
      cwd: project.root,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let hungUp = false;
    child.stdout.on('data', (text) => {
      // Twice: the system says it, and the shell.
      if (hungUp || !String(text).includes('START')) return;
      hungUp = child.kill('SIGHUP') && child.kill('SIGHUP');
    });
    const [, signal] = await once(child, 'close');
    expect(signal).toBe('SIGHUP');
    const { results } = JSON.parse(project.read('target/run_results.json'));
    expect(results).toMatchObject([{ status: 'error', message: expect.stringContaining('interrupted') }]);
    expect(readdirSync(join(project.root, 'target')).filter((name) => name.includes('journal'))).toEqual([]);
  });
});

describe('a database', () => {
  it('that cannot be opened is told without a macro around it', async () => {
    const project = testProject({ 'models/m.sql': 'select 1 as id' });
    writeFileSync(
      join(project.root, 'shop.duckdb'),
      'no database at all, but long enough to be looked at'.repeat(100),
    );
    const failure = await failures(project).catch((error: sluice.DiagnosticError) => error.diagnostics[0]);
    expect(failure).toMatchObject({ code: 'D011', stack: [] });
  });

  it('of a newer DuckDB is told by its name, as the target and attached', async () => {
    const project = testProject({ 'models/m.sql': 'select 1 as id' });
    const file = join(project.root, 'newer.duckdb');
    const other = await DuckDBInstance.create(file);
    other.closeSync();
    const bytes = readFileSync(file);
    const open = () => DuckDBInstance.create(file).catch((error: Error) => error.message);
    // The version of the format follows the checksum and the magic bytes; the engine says what the checksum is now.
    bytes.writeBigUInt64LE(999n, 12);
    writeFileSync(file, bytes);
    bytes.writeBigUInt64LE(BigInt(/computed checksum (\d+)/.exec(String(await open()))?.[1] ?? 0), 0);
    writeFileSync(file, bytes);
    const told = expect.objectContaining({
      code: 'D011',
      message: expect.stringContaining(
        `'${file}' cannot be opened: Trying to read a database file with version`,
      ),
      hint: expect.stringContaining('newer DuckDB'),
    });
    for (const output of ['path: newer.duckdb', 'path: shop.duckdb, attach: [{path: newer.duckdb}]']) {
      project.write('profiles.yml', `shop: {target: dev, outputs: {dev: {type: duckdb, ${output}}}}\n`);
      const failure = await failures(project).catch((error: sluice.DiagnosticError) => error.diagnostics[0]);
      expect(failure).toEqual(told);
    }
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});
