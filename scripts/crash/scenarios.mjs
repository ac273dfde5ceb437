// What is killed: projects whose runs can be made as long as wanted. `make(size)` answers the files, the call and what each
// relation must hold; the rows, nodes or pauses grow with `size`, so that a run takes seconds on every machine.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { numbered, write } from './files.mjs';
import { depsScenario } from './packages.mjs';

const STAMP = "{{ var('stamp') }} as stamp";
const rowsOf = (count, size) => Math.max(1000, Math.round(count * size));
const names = (prefix, count) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** So many rows of one stamp in each. */
const tables = (all, rows) => all.map((name) => ({ name, rows, from: `main.${name}` }));
const hashed = (rows) =>
  `select ${STAMP}, range as id, hash(range) as h, md5(range::varchar) as text from range(${rows})`;

const heavy = (rows) =>
  numbered(10, (index) => [`models/heavy${index}.sql`, `{{ config(materialized='table') }} ${hashed(rows)}`]);
const files = (count, rows) =>
  numbered(count, (index) => [
    `models/file${index}.sql`,
    `{{ config(materialized='external', location='out/file${index}.parquet') }} ${hashed(rows)}`,
  ]);
const filesHold = (count, rows) =>
  names('file', count).map((name) => ({ name, rows, from: `read_parquet('out/${name}.parquet')` }));
const withOut = (folder) => mkdirSync(join(folder, 'out'), { recursive: true });

/**
 * By name. `aim` says which moment every other kill waits for after its random one: the next commit that the log tells of, or
 * the publication of an atomic run.
 */
export const SCENARIOS = {
  run: {
    aim: 'commit',
    make(size) {
      const rows = rowsOf(600_000, size);
      return { files: heavy(rows), args: ['run'], holds: tables(names('heavy', 10), rows) };
    },
  },
  many: {
    aim: 'commit',
    make(size) {
      const count = Math.max(60, Math.round(600 * size));
      const small = numbered(count, (index) => [
        `models/small${index}.sql`,
        `{{ config(materialized='${index % 3 === 0 ? 'view' : 'table'}') }} select ${STAMP}, range as id from range(50)`,
      ]);
      return { files: small, args: ['run'], holds: tables(names('small', count), 50) };
    },
  },
  atomic: {
    aim: 'publication',
    isAllOrNothing: true,
    make(size) {
      const rows = rowsOf(400_000, size);
      return {
        files: {
          ...heavy(rows),
          ...files(2, rows),
          'models/after.sql': `{{ config(materialized='table') }} select max(stamp) as stamp, id from {{ ref('heavy0') }} where id < 100 group by id`,
          'models/tests.yml': `models: [{name: heavy1, columns: [{name: id, data_tests: [unique, not_null]}]}]`,
        },
        prepare: withOut,
        args: ['build', '--atomic'],
        holds: [
          ...tables([...names('heavy', 10), ...names('file', 2)], rows),
          { name: 'after', rows: 100, from: 'main.after' },
        ],
        // Files are put in place after the database is: old or new, each as a whole, until the next run.
        follow: filesHold(2, rows).map((each) => ({ ...each, name: `the file of ${each.name}` })),
      };
    },
  },
  incremental: {
    aim: 'commit',
    make(size) {
      const rows = rowsOf(300_000, size);
      const grown = numbered(8, (index) => [
        `models/grown${index}.sql`,
        `{{ config(materialized='incremental', unique_key='id', incremental_strategy='${['merge', 'delete+insert'][index % 2]}') }} ${hashed(rows)}`,
      ]);
      return { files: grown, args: ['run'], holds: tables(names('grown', 8), rows) };
    },
  },
  snapshot: {
    aim: 'commit',
    make(size) {
      const rows = rowsOf(100_000, size);
      return {
        files: numbered(6, (index) => [
          `snapshots/kept${index}.sql`,
          `{% snapshot kept${index} %}{{ config(unique_key='id', strategy='check', check_cols=['stamp']) }} ${hashed(rows)}{% endsnapshot %}`,
        ]),
        args: ['snapshot'],
        holds: names('kept', 6).map((name) => ({
          name,
          rows,
          from: `(select * from main.${name} where dbt_valid_to is null)`,
        })),
      };
    },
  },
  seed: {
    aim: 'commit',
    make(size) {
      const rows = rowsOf(80_000, size);
      return {
        files: {},
        prepare(folder, stamp) {
          const lines = ['stamp,id,text'];
          for (let id = 0; id < rows; id++) lines.push(`${stamp},${id},text of ${id}`);
          const text = `${lines.join('\n')}\n`;
          write(
            folder,
            numbered(8, (index) => [`seeds/grain${index}.csv`, text]),
          );
        },
        args: ['seed'],
        holds: tables(names('grain', 8), rows),
      };
    },
  },
  external: {
    aim: 'commit',
    make(size) {
      const rows = rowsOf(500_000, size);
      return { files: files(6, rows), prepare: withOut, args: ['run'], holds: filesHold(6, rows) };
    },
  },
  deps: { aim: 'nothing', isWithoutDatabase: true, make: depsScenario },
};
