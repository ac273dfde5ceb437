/** Wall time and peak memory of `build` on the example. usage: node test/bench/example.mjs [--scale 1,100] */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, printTable } from './measure.mjs';

const { values } = parseArgs({ options: { scale: { type: 'string' }, dbt: { type: 'string' } } });
const root = resolve(import.meta.dirname, '..', '..');
const sluice = [process.execPath, join(root, 'bin', 'sluice.cjs')];
const rows = [];
for (const scale of (values.scale ?? '1,100').split(',')) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  try {
    cpSync(join(root, 'example-project'), folder, {
      recursive: true,
      filter: (path) => !/[\\/](data|target|logs|\.sluice)$|\.duckdb(\.wal)?$/.test(path),
    });
    const generate = (load) =>
      measure([
        process.execPath,
        join(root, 'example-project', 'generate.mjs'),
        '--scale',
        scale,
        '--load',
        load,
        '--out',
        join(folder, 'data', 'raw'),
      ]);
    await generate('1');
    rows.push({
      name: `sluice build, scale ${scale}, first load`,
      ...(await measure([...sluice, 'build'], { cwd: folder })),
    });
    await generate('2');
    rows.push({
      name: `sluice build, scale ${scale}, second load`,
      ...(await measure([...sluice, 'build'], { cwd: folder })),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
printTable(rows);
