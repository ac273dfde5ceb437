/** A small generator of pseudo-random numbers (mulberry32), so that every run sees the same projects. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Kind = 'integer' | 'varchar' | 'date' | 'double';

interface Column {
  readonly name: string;
  readonly type: Kind;
}

interface Made {
  readonly name: string;
  readonly reference: string;
  readonly columns: readonly Column[];
}

const LITERALS: Readonly<Record<Kind, string>> = {
  integer: '7::integer',
  varchar: "'x'",
  date: "date '2025-01-01'",
  double: '1.5::double',
};
const KINDS = Object.keys(LITERALS) as Kind[];

const SEED: Made = {
  name: 'numbers',
  reference: "ref('numbers')",
  columns: [
    { name: 'id', type: 'integer' },
    { name: 'label', type: 'varchar' },
    { name: 'day', type: 'date' },
  ],
};
const SOURCE: Made = { ...SEED, name: 'raw.numbers_again', reference: "source('raw', 'numbers_again')" };
const FILE: Made = { ...SEED, name: 'files.points', reference: "source('files', 'points')" };

/** A project of random models over a seed and sources, some of whose names and types are wrong. */
export function randomProject(seed: number): Readonly<Record<string, string>> {
  const random = randomOf(seed);
  const chance = (share: number) => random() < share;
  const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)] as Value;
  const made: Made[] = [SEED, SOURCE, FILE];
  const files: Record<string, string> = {
    'seeds/numbers.csv': 'id,label,day\n1,a,2025-01-01\n2,b,2025-01-02\n',
    'seeds/seeds.yml':
      'seeds:\n  - name: numbers\n    config: {column_types: {id: integer, label: varchar, day: date}}\n',
    'data/points.csv': 'id,label,day\n1,a,2025-01-01\n2,b,2025-01-02\n',
    'macros/twice.sql': '{% macro twice(column) %}{{ column }} + {{ column }}{% endmacro %}\n',
    'models/sources.yml': `sources:
  - name: raw
    schema: main
    tables: [{name: numbers_again, identifier: numbers, columns: [{name: id, data_type: integer}]}]
  - name: files
    schema: main
    tables: [{name: points, config: {external_location: "read_csv('data/{name}.csv')"}}]
`,
  };
  const properties: string[] = [];

  const wrong = (name: string) => (chance(0.03) ? `${name}_x` : name);
  const expression = (column: Column): { readonly sql: string; readonly type: Kind } => {
    const name = wrong(column.name);
    const roll = random();
    if (roll < 0.05) return { sql: `{{ twice('${name}') }}`, type: column.type };
    if (roll < 0.1) return { sql: `${name} + 1`, type: column.type };
    if (roll < 0.15) return { sql: `cast(${name} as varchar)`, type: 'varchar' };
    if (roll < 0.18) return { sql: `upper(${name})`, type: 'varchar' };
    if (roll < 0.2) return { sql: `date_trunc('month', ${name})`, type: 'date' };
    if (roll < 0.3) {
      const type = pick(KINDS);
      return { sql: LITERALS[type], type };
    }
    return { sql: name, type: column.type };
  };
  const query = (parent: Made): { readonly sql: string; readonly columns: readonly Column[] } => {
    const from = `{{ ${parent.reference} }}`;
    const roll = random();
    if (roll < 0.25) return { sql: `select * from ${from}`, columns: parent.columns };
    if (roll < 0.32) {
      const other = pick(made);
      // Types that the engine takes to be casts of each other, and then cannot cast, show with rows alone.
      const fits = other.columns.every(({ type }, at) => (parent.columns[at]?.type ?? type) === type);
      if (!fits) return { sql: `select * from ${from}`, columns: parent.columns };
      return {
        sql: `select * from ${from}\nunion all\nselect * from {{ ${other.reference} }}`,
        columns: parent.columns,
      };
    }
    if (roll < 0.4) {
      const key = pick(parent.columns);
      const columns: Column[] = [key, { name: 'many', type: 'integer' }];
      return {
        sql: `select ${wrong(key.name)}, count(*)::integer as many from ${from} group by ${wrong(key.name)}`,
        columns,
      };
    }
    if (roll < 0.46) {
      const shaped = `{% for c in adapter.get_columns_in_relation(${parent.reference}) %}{{ c.name }}{{ ', ' if not loop.last }}{% endfor %}`;
      return { sql: `select ${shaped} from ${from}`, columns: parent.columns };
    }
    const columns: Column[] = [];
    const parts: string[] = [];
    parent.columns.forEach((column, index) => {
      const { sql, type } = expression(column);
      const name = chance(0.8) ? column.name : `c${index}_${columns.length}`;
      parts.push(`${sql} as ${name}`);
      columns.push({ name, type });
    });
    const filter = chance(0.3) ? `\nwhere ${wrong(pick(parent.columns).name)} is not null` : '';
    return { sql: `select ${parts.join(', ')}\nfrom ${from} as t${filter}`, columns };
  };

  for (let index = 0; index < 14; index++) {
    const name = `m${index}`;
    const parent = pick(made);
    const { sql, columns } = query(parent);
    const materialized = pick(['view', 'table', 'table', 'ephemeral', 'incremental', 'incremental']);
    const settings = [`materialized='${materialized}'`];
    let more = '';
    if (materialized === 'incremental') {
      if (chance(0.5)) settings.push(`unique_key='${wrong(pick(columns).name)}'`);
      if (chance(0.5))
        settings.push(`on_schema_change='${pick(['fail', 'append_new_columns', 'sync_all_columns'])}'`);
      const newest = wrong(pick(columns).name);
      const condition = `(select count(${newest}) from {{ this }}) >= 0`;
      if (chance(0.5)) more = `\n{% if is_incremental() %}${condition}{% endif %}`;
      if (more !== '') more = more.replace(condition, `where ${condition}`);
      if (chance(0.06)) more = `\nwhere ${condition}`;
    }
    const isSimple = !/union|group by|where/.test(sql);
    const typo = chance(0.05) ? '{{ nothing_of_this_name }}' : '';
    files[`models/${name}.sql`] =
      `{{ config(${settings.join(', ')}) }}\n${sql}${isSimple ? more : ''} ${typo}\n`;
    const entry = [`  - name: ${name}`];
    if (chance(0.2) && (materialized === 'view' || materialized === 'table')) {
      entry.push('    config: {contract: {enforced: true}}');
      const lines = columns.map(
        (each) => `      - {name: ${wrong(each.name)}, data_type: ${chance(0.06) ? pick(KINDS) : each.type}}`,
      );
      entry.push('    columns:', ...lines);
    } else if (chance(0.6) && materialized !== 'ephemeral') {
      const column = pick(columns);
      // Texts that are compared with other types fail for the values of rows, which no check sees.
      const values =
        column.type === 'varchar' ? ["{accepted_values: {arguments: {values: ['a', 'b']}}}"] : [];
      const test = pick(['not_null', 'unique', ...values]);
      entry.push('    columns:', `      - name: ${wrong(column.name)}`, `        data_tests: [${test}]`);
    }
    if (entry.length > 1) properties.push(...entry);
    made.push({ name, reference: `ref('${name}')`, columns });
  }
  files['models/models.yml'] = `models:\n${properties.join('\n')}\n`;
  if (properties.length === 0) delete files['models/models.yml'];
  const recorded = pick(made.filter((each) => each.reference.startsWith('ref')));
  files['snapshots/kept.yml'] =
    `snapshots:\n  - name: kept\n    relation: ${recorded.reference}\n    config: {strategy: check, check_cols: all, unique_key: ${wrong(pick(recorded.columns).name)}}\n`;
  files['dbt_project.yml'] = 'name: shop\nversion: "1.0"\nprofile: shop\ndata_tests:\n  +severity: warn\n';
  return files;
}
