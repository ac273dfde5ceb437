import { expect, it } from 'vitest';
import { readLiteralTemplate } from '../../src/parse/extract/literal-template.ts';
import { parseFiles } from './support.ts';

/** Templates that are read without being rendered. */
const LITERAL = [
  "{{- ref('a') -}} {{+ source('r', 't') }} {{ source('r', 't') }} {{ var('x') }} {{ var('y', 'z') }} {{ this }}",
  "{{ config(a=1, b=1.50, c=2.0, d=true, e=none, f=-3, g=['x', 2, [False]], h={'k': None}) }}",
  "{{ config(tags=['a'], meta={'x': 1}) }} {{ config(tags='b', meta={'y': 2}) }}",
  '{{ config(pre_hook="it\'s", post_hook=["a"]) }} {{ ref("a", v=\'2\') }}',
  "{# {{ ref('b') }} #} {{ 'text' }} {{ 1 }} {{ [1, 'a'] }} } {x}",
];

/** Templates that have to be rendered. */
const RENDERED = [
  '{% set x = 1 %}',
  "{{ ref('a') ~ 'b' }}",
  '{{ config(a=1 + 1) }}',
  "{{ config(a='x\\n') }}",
  '{{ config(a=1_000) }}',
  '{{ config(a=1e3) }}',
  "{{ config(a=('x', 'y')) }}",
  "{{ config(a='x', a='y') }}",
  "{{ config({'a': 1}) }}",
  "{{ ref(var('x')) }}",
  "{{ env_var('X', 'y') }}",
  '{{ my_macro() }}',
  '{{ this.name }}',
  "{{ ref('a') if true }}",
];

const known = (text: string) => readLiteralTemplate({ path: '', text }) !== null;

it.each(LITERAL)('reading %s gives what rendering gives', (text) => {
  expect(known(text)).toBe(true);
  const files = {
    'models/a.sql': 'select 1 as id',
    'models/a_v2.sql': 'select 1 as id',
    'models/read.sql': text,
    'models/rendered.sql': `${text}{% if false %}{% endif %}`,
    'models/s.yml':
      'sources: [{name: r, tables: [{name: t}]}]\nmodels: [{name: a, versions: [{v: 1, defined_in: a}, {v: 2}]}]',
  };
  const { manifest } = parseFiles(files);
  const told = (name: string) => {
    const node = manifest.nodes.get(`model.shop.${name}`);
    const { config, unrenderedConfig, refs, sources, dependsOn } = node ?? {};
    return {
      config,
      unrenderedConfig,
      dependsOn,
      refs: refs?.map(({ span: _, ...each }) => each),
      sources: sources?.map(({ span: _, ...each }) => each),
    };
  };
  expect(told('read')).toEqual(told('rendered'));
});

it.each(RENDERED)('%s has to be rendered', (text) => {
  expect(known(text)).toBe(false);
});
