import { describe, expect, it } from 'vitest';
import { createParseScope, relationObject, relationTraits } from '../../src/context/index.ts';
import { environmentWith, jinja, packageNamed, plugin, projectOf } from './environment.ts';

const environment = environmentWith({});
const { scope } = createParseScope({
  environment,
  draft: {
    resourceType: 'model',
    uniqueId: 'model.shop.orders',
    name: 'orders',
    packageName: 'shop',
    path: 'orders.sql',
    originalFilePath: 'models/orders.sql',
    fqn: [],
    alias: 'orders',
    database: 'dev',
    schema: 'main',
  },
});
const render = (text: string) => jinja.parseTemplate({ path: 't.sql', text }).renderSync(scope);

describe('relations in templates', () => {
  const cases: Readonly<Record<string, string>> = {
    '{{ this }} {{ this.database }} {{ this.schema }} {{ this.identifier }} {{ this.name }} {{ this.table }} {{ this.type }}':
      '"dev"."main"."orders" dev main orders orders orders None',
    '{{ this.include(database=false) }} {{ this.include(schema=false, database=false) }}':
      '"main"."orders" "orders"',
    '{{ this.quote(identifier=false) }} {{ this.quoted("x") }}': '"dev"."main".orders "x"',
    '{{ this.incorporate(type="table").is_table }} {{ this.incorporate(type="view").is_view }} {{ this.is_cte }}':
      'True True False',
    '{{ this.incorporate(path={"identifier": "b"}) }} {{ this.replace_path(schema="s") }}':
      '"dev"."main"."b" "dev"."s"."orders"',
    '{{ this.without_identifier() }} {{ this.information_schema("tables") }} {{ this.information_schema_only() }}':
      '"dev"."main" "dev".INFORMATION_SCHEMA.tables "dev".INFORMATION_SCHEMA',
    '{{ this == api.Relation.create(database="dev", schema="main", identifier="orders") }} {{ this == this.incorporate(type="view") }}':
      'True False',
    '{{ this is mapping }} {{ this.get("metadata").type }} {{ this.get("schema") }} {{ this["identifier"] }}':
      'True DuckDBRelation main orders',
    '{{ [this] }}': '[<DuckDBRelation "dev"."main"."orders">]',
    '{{ api.Relation.create(identifier="a", type="view", quote_policy={"identifier": false}) }} {{ api.Relation.View }} {{ api.Relation.CTE }}':
      'a view cte',
    '{{ this.matches(schema="main") }} {{ this.matches(identifier="nope") }} {{ this.can_be_renamed }}':
      'True False False',
    '{{ api.Relation.scd_args("id", "at") }} {{ api.Relation.scd_args(["a", "b"], "at") }}':
      "['id', 'at'] ['a', 'b', 'at']",
    '{{ this.nothing is defined }} {{ this.constructor is defined }}': 'False False',
  };
  it.each(Object.entries(cases))('%s', (text, expected) => {
    expect(render(text)).toBe(expected);
  });

  it('are quoted as the root project says', () => {
    const project = projectOf([packageNamed('shop', { quoting: { schema: false } })]);
    const traits = relationTraits(project, plugin);
    expect(String(relationObject(traits, { database: 'd', schema: 's', identifier: 'i' }))).toBe('"d".s."i"');
  });

  it('are sub-queries where rows are limited, but not when rendered as such', () => {
    const traits = relationTraits(environment.project, plugin);
    const limited = relationObject(traits, { schema: 's', identifier: 'i' }, { limit: 0 });
    expect(String(limited)).toBe('(select * from "s"."i" where false limit 0)');
    expect(limited.render()).toBe('"s"."i"');
  });
});

describe('columns in templates', () => {
  const cases: Readonly<Record<string, string>> = {
    "{% set c = api.Column('a', 'VARCHAR') %}{{ c.name }} {{ c.dtype }} {{ c.data_type }} {{ c.quoted }} {{ c.is_string() }} {{ c.is_number() }}":
      'a VARCHAR character varying(256) "a" True False',
    "{% set c = api.Column.from_description('a', 'decimal(10,2)') %}{{ c.data_type }} {{ c.numeric_precision }} {{ c.is_numeric() }}":
      'decimal(10,2) 10 True',
    "{% set c = api.Column.create('a', 'string') %}{{ c.dtype }} {{ c.literal(1) }}":
      'TEXT 1::character varying(256)',
    "{% set c = api.Column('s', 'STRUCT(a INTEGER, b STRUCT(c DECIMAL(10, 2)))') %}{{ c.is_struct() }} {{ c.flatten() | map(attribute='name') | list }} {{ c.flatten()[1].dtype }}":
      "True ['s.a', 's.b.c'] DECIMAL(10, 2)",
    "{{ api.Column('a', 'INTEGER') == api.Column('a', 'INTEGER') }} {{ api.Column('a', 'INTEGER').is_integer() }} {{ api.Column.numeric_type('d', 1, none) }}":
      'True True d',
  };
  it.each(Object.entries(cases))('%s', (text, expected) => {
    expect(render(text)).toBe(expected);
  });
});
