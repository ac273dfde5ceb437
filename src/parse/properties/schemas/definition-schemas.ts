/** What dbt 1.12 lets sources, exposures, groups and unit tests hold, key by key in the order in which dbt checks them. */
import {
  anyOf,
  integer,
  listOf,
  mapping,
  number,
  oneOf,
  optional,
  record,
  text,
} from '../../../base/json-schema/index.ts';
import { COLUMN, OPTIONAL_DOCS, OPTIONAL_TESTS, TABLE_FIELDS } from './node-schemas.ts';
import { type Fields, OPTIONAL_FLAG, OPTIONAL_TEXT, TEXTS } from './shared-shapes.ts';

const QUOTING = record({
  database: OPTIONAL_FLAG,
  schema: OPTIONAL_FLAG,
  identifier: OPTIONAL_FLAG,
  column: OPTIONAL_FLAG,
});
const TIME = optional(record({ count: optional(integer), period: optional(oneOf('minute', 'hour', 'day')) }));
const FRESHNESS = optional(record({ warn_after: TIME, error_after: TIME, filter: OPTIONAL_TEXT }));
const EXTERNAL = optional(
  record(
    {
      _extra: mapping,
      location: OPTIONAL_TEXT,
      file_format: OPTIONAL_TEXT,
      row_format: OPTIONAL_TEXT,
      tbl_properties: OPTIONAL_TEXT,
      partitions: optional(
        listOf(
          anyOf(
            record(
              { _extra: mapping, name: text, description: text, data_type: text, meta: mapping },
              { isOpen: true },
            ),
            text,
          ),
        ),
      ),
    },
    { isOpen: true },
  ),
);

const LOADED: Fields = {
  loaded_at_field: OPTIONAL_TEXT,
  loaded_at_field_present: OPTIONAL_FLAG,
  loaded_at_query: OPTIONAL_TEXT,
};

const TABLE = record(
  {
    ...TABLE_FIELDS,
    ...LOADED,
    identifier: OPTIONAL_TEXT,
    quoting: QUOTING,
    freshness: FRESHNESS,
    external: EXTERNAL,
    tags: TEXTS,
  },
  { required: ['name'], isOpen: true },
);

export const SOURCE_ENTRY = record(
  {
    name: text,
    description: text,
    meta: mapping,
    database: OPTIONAL_TEXT,
    schema: OPTIONAL_TEXT,
    loader: text,
    quoting: QUOTING,
    freshness: FRESHNESS,
    ...LOADED,
    tables: listOf(TABLE),
    tags: TEXTS,
    config: mapping,
    unrendered_database: OPTIONAL_TEXT,
    unrendered_schema: OPTIONAL_TEXT,
  },
  { required: ['name'] },
);

const TABLE_OVERRIDE = record(
  {
    name: text,
    description: OPTIONAL_TEXT,
    meta: optional(mapping),
    data_type: OPTIONAL_TEXT,
    docs: OPTIONAL_DOCS,
    ...LOADED,
    identifier: OPTIONAL_TEXT,
    quoting: QUOTING,
    freshness: FRESHNESS,
    external: EXTERNAL,
    tags: optional(TEXTS),
    data_tests: OPTIONAL_TESTS,
    tests: OPTIONAL_TESTS,
    columns: optional(listOf(COLUMN)),
  },
  { required: ['name'] },
);

/** A source that changes the source of a package, told by its `overrides`. */
export const SOURCE_OVERRIDE_ENTRY = record(
  {
    name: text,
    overrides: text,
    path: text,
    config: mapping,
    description: OPTIONAL_TEXT,
    meta: optional(mapping),
    database: OPTIONAL_TEXT,
    schema: OPTIONAL_TEXT,
    loader: OPTIONAL_TEXT,
    quoting: optional(QUOTING),
    freshness: FRESHNESS,
    ...LOADED,
    tables: optional(listOf(TABLE_OVERRIDE)),
    tags: optional(TEXTS),
  },
  { required: ['name', 'overrides'] },
);

const OWNER = record(
  { _extra: mapping, email: optional(anyOf(text, TEXTS)), name: OPTIONAL_TEXT },
  { isOpen: true },
);

export const EXPOSURE_ENTRY = record(
  {
    name: text,
    type: oneOf('dashboard', 'notebook', 'analysis', 'ml', 'application'),
    owner: OWNER,
    description: text,
    label: OPTIONAL_TEXT,
    maturity: optional(oneOf('low', 'medium', 'high')),
    meta: mapping,
    tags: TEXTS,
    url: OPTIONAL_TEXT,
    depends_on: TEXTS,
    config: mapping,
  },
  { required: ['name', 'type', 'owner'] },
);

export const GROUP_ENTRY = record(
  { name: text, owner: OWNER, description: OPTIONAL_TEXT, config: mapping },
  { required: ['name', 'owner'] },
);

const ROWS: Fields = {
  rows: optional(anyOf(text, listOf(mapping))),
  format: oneOf('csv', 'dict', 'sql'),
  fixture: OPTIONAL_TEXT,
};
const VERSIONS = optional(listOf(anyOf(integer, number, text)));

export const UNIT_TEST_ENTRY = record(
  {
    name: text,
    model: text,
    given: listOf(record({ input: text, ...ROWS }, { required: ['input'] })),
    expect: record(ROWS),
    description: text,
    overrides: optional(record({ macros: mapping, vars: mapping, env_vars: mapping })),
    config: mapping,
    versions: optional(record({ include: VERSIONS, exclude: VERSIONS })),
  },
  { required: ['name', 'model', 'given', 'expect'] },
);
