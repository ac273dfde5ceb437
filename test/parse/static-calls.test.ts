import { describe, expect, it } from 'vitest';
import { readStaticCalls } from '../../src/parse/extract/static-calls.ts';

const read = (text: string) => readStaticCalls({ path: 'models/a.sql', text });

/** Texts that dbt's static parser reads, with what it finds: `[refs, sources, configs]`. */
const READ: readonly (readonly [text: string, found: readonly unknown[]])[] = [
  ['select 1', [[], [], []]],
  ["{{ ref('a') }}", [[['a', null, null]], [], []]],
  [
    "{{ ref('p', 'a') }}{{ref(\"b\")}}",
    [
      [
        ['a', 'p', null],
        ['b', null, null],
      ],
      [],
      [],
    ],
  ],
  [
    "{{ ref('a', v=2) }} {{ ref('a', version='2') }}",
    [
      [
        ['a', null, 2],
        ['a', null, '2'],
      ],
      [],
      [],
    ],
  ],
  ["{{ source('s', 't') }} {{ source('s', 't') }}", [[], [['s', 't']], []]],
  ["{{ source(source_name='s', table_name='t') }}", [[], [['s', 't']], []]],
  [
    "{{ config(a='x', b=True, c=['y'], d={'e': ['f']}) }}",
    [
      [],
      [],
      [
        ['a', 'x'],
        ['b', true],
        ['c', ['y']],
        ['d', { e: ['f'] }],
      ],
    ],
  ],
  ["{# {{ ref('b') }} #} {{ ref('a') }} }} {a}", [[['a', null, null]], [], []]],
  ["{{ config(a='x\\ny') }}", [[], [], [['a', 'x\\ny']]]],
  ["{{ 'text' }} {{ 1 }}", [[], [], []]],
];

/** Texts that it gives up on. */
const REFUSED = [
  '{% set a = 1 %}',
  "{{- ref('a') -}}",
  "{{ ref('a') ~ 'b' }}",
  "{{ ref(name='a') }}",
  "{{ ref('a', 2) }}",
  "{{ ref('a', 'b', 'c') }}",
  "{{ ref('a', v=1, version=2) }}",
  "{{ ref('a').b }}",
  "{{ source('a') }}",
  '{{ config(a=1) }}',
  '{{ config(a=true) }}',
  '{{ config(a=none) }}',
  "{{ config(a=('b', 'c')) }}",
  "{{ config(pre_hook='x') }}",
  "{{ config('x') }}",
  '{{ config() }}',
  "{{ config(a='x' 'y') }}",
  "{{ var('x') }}",
  '{{ this }}',
  '{{ }}',
  "{{ ref('a') }",
  '{# open',
];

describe('literal calls are read as dbt reads them without rendering', () => {
  it.each(READ)('%s', (text, found) => {
    const calls = read(text);
    expect([
      calls?.refs.map((each) => [each.name, each.package, each.version]),
      calls?.sources.map((each) => [each.source, each.table]),
      calls?.configs,
    ]).toEqual(found);
  });

  it.each(REFUSED)('%s has to be rendered', (text) => {
    expect(read(text)).toBeNull();
  });

  it('a call knows where it stands', () => {
    const span = read("select *\nfrom {{ ref('a') }}")?.refs[0]?.span;
    expect(span?.source.text.slice(span.start, span.end)).toBe("ref('a')");
  });
});
