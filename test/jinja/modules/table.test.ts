import { describe, expect, test } from 'vitest';
import type { SqlValue } from '../../../src/domain/index.ts';
import { createJinja, tableFrom } from '../../../src/jinja/index.ts';

const jinja = createJinja();

interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
}

/** Renders a template that sees the table as `r`. What the table prints is in `printed`. */
function render(template: string, { columns, rows }: Result, printed: string[] = []): string {
  const table = tableFrom({ columns, rows, print: (text) => printed.push(text), timeZone: 'UTC' });
  return jinja
    .parseTemplate({ path: 'm.sql', text: template })
    .renderSync({ get: (name) => (name === 'r' ? table : undefined) });
}

const decimal = (unscaled: bigint, scale: number): SqlValue => ({ kind: 'decimal', unscaled, scale });
const double = (value: number): SqlValue => ({ kind: 'double', value });
const day: SqlValue = { kind: 'date', days: 19_724 };
const moment: SqlValue = { kind: 'timestamp', micros: 1_704_164_645_123_000n, zoned: false };

/** A column of the values, as `{{ r.columns[0].values() }}` prints it. */
function shown(...values: readonly SqlValue[]): string {
  const type = '{{ r.columns[0].values() }}{{ r|string }}';
  const text = render(type, { columns: ['a'], rows: values.map((value) => [value]) });
  const [, values_ = '', name = ''] = /^(\([\s\S]*\))\|[\s\S]*\| a +\| (\w+) +\|/.exec(text) ?? [];
  return `${name} ${values_}`;
}

describe('columns have the types that dbt infers for the results of queries', () => {
  test.each<readonly [string, readonly SqlValue[], string]>([
    ['ints stay ints', [1, 2, null], 'Integer (1, 2, None)'],
    ['large ints too', [12345678901234567890n], 'Integer (12345678901234567890,)'],
    ['decimals keep their zeros', [decimal(150n, 2)], "Number (Decimal('1.50'),)"],
    ['floats become decimals', [2.5, double(3)], "Number (Decimal('2.5'), Decimal('3.0'))"],
    ['very large floats', [double(1e20)], "Number (Decimal('1E+20'),)"],
    [
      'floats that are no numbers',
      [double(Number.NaN), double(Infinity)],
      "Number (Decimal('NaN'), Decimal('Infinity'))",
    ],
    ['ints among decimals become decimals', [1, decimal(25n, 1)], "Number (Decimal('1'), Decimal('2.5'))"],
    ['booleans', [true, null, false], 'Boolean (True, None, False)'],
    ['days', [day, null], 'Date (datetime.date(2024, 1, 2), None)'],
    ['moments', [moment], 'DateTime (datetime.datetime(2024, 1, 2, 3, 4, 5, 123000),)'],
    [
      'moments in a zone',
      [{ kind: 'timestamp', micros: 1_704_164_645_000_000n, zoned: true }],
      "DateTime (datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=<StaticTzInfo 'Etc/UTC'>),)",
    ],
    ['times are text', [{ kind: 'time', micros: 3_723_000_000n }], "Text ('01:02:03',)"],
    [
      'intervals are text',
      [{ kind: 'interval', months: 14, days: 3, micros: 14_706_000_000n }],
      "Text ('423 days, 4:05:06',)",
    ],
    ['bytes are text', [new Uint8Array([0xaa, 0x61])], `Text ("b'\\\\xaaa'",)`],
    ['lists are JSON', [[1, decimal(15n, 1), null]], "Text ('[1, 1.5, null]',)"],
    [
      'structs are JSON',
      [
        new Map<SqlValue, SqlValue>([
          ['a', 'é'],
          ['b', day],
        ]),
      ],
      `Text ('{"a": "\\\\u00e9", "b": "2024-01-02"}',)`,
    ],
    ['texts stay what they are', ['1', '', 'null'], "Text ('1', '', 'null')"],
    ['nulls alone are ints', [null, null], 'Integer (None, None)'],
  ])('%s', (_, values, expected) => {
    expect(shown(...values)).toBe(expected);
  });
});

const SALES: Result = {
  columns: ['id', 'price', 'name'],
  rows: [
    [2, decimal(1050n, 2), 'b'],
    [1, decimal(99_999_912_345n, 4), null],
    [3, null, 'a much longer name than fits'],
  ],
};

describe('tables answer as agate does', () => {
  test.each([
    [
      'rows by name, by position and by attribute',
      "{% for x in r %}{{ x['id'] }}{{ x[0] }}{{ x.id }};{% endfor %}",
      '222;111;333;',
    ],
    ['a row', '{{ r.rows[0] }}', "<agate.Row: (2, Decimal('10.50'), 'b')>"],
    [
      'the parts of a row',
      '{{ r.rows[0].values() }}{{ r[0].keys() }}',
      "(2, Decimal('10.50'), 'b')('id', 'price', 'name')",
    ],
    [
      'a row as a dict',
      '{{ r.rows[0].dict() }}',
      "OrderedDict([('id', 2), ('price', Decimal('10.50')), ('name', 'b')])",
    ],
    ['what a row lacks', "{{ r[0].get('x', 5) }}{{ r[0].get('x') }}{{ r[0].x is undefined }}", '5NoneTrue'],
    ['columns by name', "{{ r.columns['name'].values() }}", "('b', None, 'a much longer name than fits')"],
    [
      'names of columns',
      "{{ r.columns|map(attribute='name')|join(',') }}{{ r.column_names }}",
      "id,price,name('id', 'price', 'name')",
    ],
    [
      'columns without nulls',
      "{{ r.columns['name'].values_without_nulls() }}",
      "('b', 'a much longer name than fits')",
    ],
    ['sizes', '{{ r|length }}{{ r.rows|length }}{{ r.columns|length }}', '333'],
    ['slices are tuples', '{{ r.rows[1:2] }}', "(<agate.Row: (1, Decimal('9999991.2345'), None)>,)"],
    [
      'order',
      "{{ r.order_by('name').columns[0].values() }}{{ r.order_by('id', reverse=true).columns[0].values() }}",
      '(3, 2, 1)(3, 2, 1)',
    ],
    [
      'choice of columns',
      "{{ r.select(['name', 'id']).column_names }}{{ r.exclude('id').column_names }}",
      "('name', 'id')('price', 'name')",
    ],
    ['other names', "{{ r.rename(column_names={'id': 'key'}).rows[0]['key'] }}", '2'],
    ['limits', '{{ r.limit(2)|length }}{{ r.limit(1, 3).columns[0].values() }}', '2(1, 3)'],
    [
      'sequences can be reversed',
      "{{ (r.rows|last).id }}{{ r.columns|map(attribute='name')|list|last }}{{ r.rows[0]|reverse|list }}",
      "3name['b', Decimal('10.50'), 2]",
    ],
    ['sums of decimals', "{{ r.columns['price'].values_without_nulls()|sum }}", '10000001.7345'],
    [
      'the table itself',
      '{{ r }}',
      '| column | data_type |\n| ------ | --------- |\n| id     | Integer   |\n| price  | Number    |\n| name   | Text      |\n',
    ],
  ])('%s', (_, template, expected) => {
    expect(render(template, SALES)).toBe(expected);
  });

  test('print_table prints Markdown: numbers with three places and separators, long texts cut', () => {
    const printed: string[] = [];
    expect(render('{{ r.print_table() }}', SALES, printed)).toBe('None');
    expect(printed).toEqual([
      [
        '| id |          price | name                 |',
        '| -- | -------------- | -------------------- |',
        '|  2 |        10.500… | b                    |',
        '|  1 | 9,999,991.234… |                      |',
        '|  3 |                | a much longer nam... |',
        '',
      ].join('\n'),
    ]);
  });

  test('columns of the same name get numbers', () => {
    expect(render('{{ r.column_names }}', { columns: ['a', 'a', 'b'], rows: [[1, 2, 3]] })).toBe(
      "('a', 'a_2', 'b')",
    );
  });

  test('tables write no files', () => {
    expect(() => render("{{ r.to_csv('/tmp/x.csv') }}", SALES)).toThrow(/write a file/);
  });
});
