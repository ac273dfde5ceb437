/** What dbt 1.12 lets an entry about a node or macro hold, key by key in the order in which dbt checks them. */
import {
  anyOf,
  anything,
  flag,
  integer,
  listOf,
  mapping,
  number,
  optional,
  record,
  text,
} from '../../../base/json-schema/index.ts';
import { METRIC_WITHOUT_MEASURES } from './semantic-schemas.ts';
import { type Fields, OPTIONAL_TEXT } from './shared-shapes.ts';

const DOCS = record({ show: flag, node_color: OPTIONAL_TEXT });
const TESTS = listOf(anyOf(mapping, text));
const VERSION_NUMBER = anyOf(integer, number, text);

/** What everything with a name, a description and a config has. */
const DESCRIBED: Fields = {
  name: text,
  description: text,
  meta: mapping,
  data_type: OPTIONAL_TEXT,
  constraints: listOf(mapping),
  docs: DOCS,
  config: mapping,
  _extra: mapping,
};
const TESTED: Fields = { ...DESCRIBED, data_tests: TESTS, tests: TESTS };

const VALIDITY = optional(record({ is_start: flag, is_end: flag }));
const DIMENSION: Fields = {
  type: text,
  name: OPTIONAL_TEXT,
  description: OPTIONAL_TEXT,
  label: OPTIONAL_TEXT,
  is_partition: flag,
  config: mapping,
  validity_params: VALIDITY,
};
const ENTITY: Fields = {
  type: text,
  name: OPTIONAL_TEXT,
  description: OPTIONAL_TEXT,
  label: OPTIONAL_TEXT,
  config: mapping,
};

/** A column of a model, seed, snapshot or source table. */
export const COLUMN = record(
  {
    ...TESTED,
    quote: optional(flag),
    tags: listOf(text),
    granularity: OPTIONAL_TEXT,
    dimension: anyOf(record(DIMENSION, { required: ['type'] }), optional(text)),
    entity: anyOf(record(ENTITY, { required: ['type'] }), optional(text)),
  },
  { required: ['name'], isOpen: true },
);

const VERSION = record(
  {
    v: VERSION_NUMBER,
    defined_in: OPTIONAL_TEXT,
    description: text,
    access: OPTIONAL_TEXT,
    config: mapping,
    constraints: listOf(mapping),
    docs: DOCS,
    data_tests: optional(TESTS),
    tests: optional(TESTS),
    columns: listOf(
      anyOf(
        record({ include: anyOf(text, listOf(text)), exclude: listOf(text) }, { required: ['include'] }),
        COLUMN,
      ),
    ),
    deprecation_date: OPTIONAL_TEXT,
  },
  { required: ['v'] },
);

const TIME_SPINE = record(
  {
    standard_granularity_column: text,
    custom_granularities: listOf(record({ name: text, column_name: OPTIONAL_TEXT }, { required: ['name'] })),
  },
  { required: ['standard_granularity_column'] },
);

const SEMANTIC_MODEL = record({
  name: OPTIONAL_TEXT,
  enabled: flag,
  group: OPTIONAL_TEXT,
  config: optional(record({ meta: mapping })),
});

const DERIVED_SEMANTICS = record({
  entities: listOf(record({ ...ENTITY, expr: text }, { required: ['type', 'expr'] })),
  dimensions: listOf(
    record(
      { ...DIMENSION, name: text, expr: text, granularity: OPTIONAL_TEXT },
      { required: ['type', 'expr'] },
    ),
  ),
});

const NODE: Fields = {
  ...TESTED,
  columns: listOf(COLUMN),
  quote_columns: optional(flag),
  access: OPTIONAL_TEXT,
};

const named = (fields: Fields, required: readonly string[] = []) =>
  record(fields, { required: [...required, 'name'], isOpen: true });

export const NODE_ENTRY = named(NODE);

export const MODEL_ENTRY = named({
  ...NODE,
  latest_version: optional(VERSION_NUMBER),
  versions: listOf(VERSION),
  deprecation_date: OPTIONAL_TEXT,
  time_spine: optional(TIME_SPINE),
  semantic_model: anyOf(SEMANTIC_MODEL, optional(flag)),
  primary_entity: OPTIONAL_TEXT,
  agg_time_dimension: OPTIONAL_TEXT,
  metrics: optional(listOf(METRIC_WITHOUT_MEASURES)),
  derived_semantics: optional(DERIVED_SEMANTICS),
});

export const ANALYSIS_ENTRY = named({
  ...DESCRIBED,
  columns: listOf(named(DESCRIBED)),
  access: OPTIONAL_TEXT,
});

export const SINGULAR_TEST_ENTRY = named(DESCRIBED);

export const MACRO_ENTRY = named({
  ...DESCRIBED,
  arguments: listOf(record({ name: text, type: OPTIONAL_TEXT, description: text }, { required: ['name'] })),
});

const RETURNS = record({ data_type: text, description: OPTIONAL_TEXT }, { required: ['data_type'] });
const ARGUMENTS = listOf(
  record(
    { name: text, data_type: text, description: OPTIONAL_TEXT, default_value: anything },
    { required: ['name', 'data_type'] },
  ),
);

export const FUNCTION_ENTRY = named(
  {
    returns: RETURNS,
    ...DESCRIBED,
    access: OPTIONAL_TEXT,
    arguments: ARGUMENTS,
    overloads: listOf(
      record(
        { defined_in: text, arguments: ARGUMENTS, returns: optional(RETURNS), description: OPTIONAL_TEXT },
        { required: ['defined_in'] },
      ),
    ),
  },
  ['returns'],
);

/** Parts that sources share with tables. */
export const TABLE_FIELDS: Fields = { ...TESTED, columns: listOf(COLUMN) };
export const OPTIONAL_DOCS = optional(DOCS);
export const OPTIONAL_TESTS = optional(TESTS);
