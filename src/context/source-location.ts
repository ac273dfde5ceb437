import { isMapping, mappingEntries } from '../base/index.ts';
import type { SourceDefinition } from '../domain/index.ts';
import { fromPlain, strOf } from '../jinja/index.ts';
import { failTemplate } from './context-errors.ts';

/** Keys of a source's config that dbt knows itself; every other key belongs to the engine. */
const OWN_CONFIG = new Set([
  'enabled',
  'event_time',
  'freshness',
  'loaded_at_field',
  'loaded_at_query',
  'meta',
  'tags',
  'static_analysis',
  'schema_origin',
  'sync',
]);

type Values = ReadonlyMap<string, unknown>;

/** What the placeholders of a location can name: the source's own names, then `meta`, then the engine's config keys. */
function placeholderValues(source: SourceDefinition): Values {
  const own = Object.entries(source.config).filter(([key]) => !OWN_CONFIG.has(key));
  const meta = isMapping(source.meta)
    ? mappingEntries(source.meta).map(([key, value]) => [String(key), value] as const)
    : [];
  return new Map<string, unknown>([
    ['name', source.name],
    ['identifier', source.identifier],
    ['schema', source.schema],
    ['database', source.database],
    ['tags', source.tags],
    ...meta,
    ...own,
  ]);
}

function text(values: Values, name: string, location: string): string {
  if (values.has(name)) return strOf(fromPlain(values.get(name)));
  return failTemplate('N105', `the external location '${location}' names '${name}', which nothing fills`, {
    hint: `It may name ${[...values.keys()].map((each) => `'${each}'`).join(', ')}.`,
    dbtMessage: `'${name}'`,
    kind: 'Runtime Error',
  });
}

/** Python's `str.format_map`: `{name}`, doubled braces for themselves. */
function newstyle(location: string, values: Values): string {
  return location.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (whole, name: string | undefined) => {
    if (name === undefined) return whole[0] as string;
    // A field may go on with a conversion or a format, which text ignores.
    const [field] = name.split(/[!:]/);
    return text(values, field as string, location);
  });
}

/** Python's `%` operator: `%(name)s`. */
function oldstyle(location: string, values: Values): string {
  return location.replace(/%%|%\(([^)]*)\)[sdr]/g, (_whole, name: string | undefined) =>
    name === undefined ? '%' : text(values, name, location),
  );
}

/** Python's `string.Template`: `$name` and `${name}`. */
function templateStyle(location: string, values: Values): string {
  return location.replace(/\$(?:(\$)|([_a-zA-Z]\w*)|\{([_a-zA-Z]\w*)\})/g, (_whole, dollar, bare, braced) =>
    dollar === undefined ? text(values, (bare ?? braced) as string, location) : '$',
  );
}

const FORMATTERS: ReadonlyMap<unknown, (location: string, values: Values) => string> = new Map([
  ['newstyle', newstyle],
  ['oldstyle', oldstyle],
  ['template', templateStyle],
]);

/**
 * The SQL that stands for a source kept outside the database: its `external_location`, from its config or `meta`, with the
 * placeholders filled; quoted unless it is a function call or quoted already. Null for a source that has none. The path is
 * left as written: the engine resolves relative ones against the project's folder.
 */
export function externalLocation(source: SourceDefinition): string | null {
  const values = placeholderValues(source);
  const location = values.get('external_location');
  // A plugin would load the data itself; the source keeps its ordinary name then.
  if (values.has('plugin') || !values.has('external_location')) return null;
  const style = values.get('formatter') ?? 'newstyle';
  const format = FORMATTERS.get(style);
  if (format === undefined) {
    const message = `Formatter ${strOf(style)} not recognized. Must be one of 'newstyle', 'oldstyle', or 'template'.`;
    return failTemplate('N105', message, { dbtMessage: message });
  }
  const filled = format(strOf(location ?? ''), values);
  return filled.includes('(') || filled.startsWith("'") ? filled : `'${filled}'`;
}

/** Ends a template that reads a source which a dbt-duckdb plugin, Python code, would load. */
export function failOnPlugin(source: SourceDefinition): void {
  const values = placeholderValues(source);
  if (!values.has('plugin')) return;
  const plugin = strOf(values.get('plugin') ?? '');
  failTemplate(
    'D006',
    `The source '${source.sourceName}.${source.name}' is loaded by the plugin '${plugin}'`,
    {
      hint: "Read its files with 'external_location', or its database with 'attach' in the profile.",
      dbtMessage: `Plugin ${plugin} not found; known plugins are: `,
    },
  );
}
