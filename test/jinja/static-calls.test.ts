import { describe, expect, it } from 'vitest';
import { Float } from '../../src/base/index.ts';
import { createJinja } from '../../src/jinja/index.ts';

const jinja = createJinja();
const extract = (text: string) =>
  jinja
    .extractStaticCalls({ path: 'models/a.sql', text })
    ?.map(({ name, positional, keywords }) => [name, positional, keywords]) ?? null;

describe('calls that need no rendering', () => {
  it('are found in models that only ref, source and config', () => {
    const text = `{{ config(materialized='table', tags=['a', "b"], meta={'k': [1, -2.5, none, true]}, n=1.0) }}
      {# {{ ref('commented') }} #} select * from {{ ref('x') }} join {{ ref('pkg', 'y', v=2) }} on {{ source("s", "t") }}`;
    expect(extract(text)).toEqual([
      [
        'config',
        [],
        { materialized: 'table', tags: ['a', 'b'], meta: { k: [1, -2.5, null, true] }, n: new Float(1) },
      ],
      ['ref', ['x'], {}],
      ['ref', ['pkg', 'y'], { v: 2 }],
      ['source', ['s', 't'], {}],
    ]);
    expect(extract('select 1')).toEqual([]);
  });

  it('carry the place of the call', () => {
    const [call] = jinja.extractStaticCalls({ path: 'a.sql', text: "select {{ ref('x') }}" }) ?? [];
    expect([call?.span.start, call?.span.end]).toEqual([10, 18]);
  });

  it.each([
    "{% if x %}{{ ref('x') }}{% endif %}",
    '{{ ref(name) }}',
    "{{ ref('a' ~ 'b') }}",
    "{{ config(x=var('y')) }}",
    '{{ this }}',
    "{{ ref('x') | upper }}",
    "{{ ref(*['x']) }}",
    "{{ config(**{'a': 1}) }}",
    '{{ config(a={1: 2}) }}',
    "{{ config(a=('x',)) }}",
    '{{ my_macro() }}',
    '{% set x = 1 %}',
    "{{ ref('x').identifier }}",
  ])('are not claimed for %j', (text) => {
    expect(extract(text)).toBeNull();
  });
});
