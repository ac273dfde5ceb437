import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const WAYS = ['names', 'dispatched', 'package'];

const HOME = join(import.meta.dirname, '..');
/** Macros that give their text to a caller, and blocks that are no macros. */
const LEFT_OUT = /^(statement|noop_statement|set_sql_header|materialization_.*|test_.*|default__test_.*)$/;

function overridden(way) {
  const { dbt, dbt_duckdb } = JSON.parse(
    readFileSync(join(HOME, 'golden', 'signatures.json'), 'utf8'),
  ).packages;
  const all = { ...dbt, ...dbt_duckdb };
  const isDispatched = (name) => /^(default|duckdb)__/.test(name);
  return Object.entries(all).filter(([name]) => {
    if (LEFT_OUT.test(name) || isDispatched(name) !== (way !== 'names')) return false;
    // One that is found before the engine's own would change what is done.
    return !name.startsWith('default__') || !(name.replace('default__', 'duckdb__') in all);
  });
}

function wrapper([name, signature]) {
  const parameters = signature.replaceAll('=...', '=none').replaceAll('null', 'none');
  const given = signature.split(', ').map((each) => each.split('=')[0]);
  const node = "(model.unique_id if model is defined and model is mapping else '')";
  return `{% macro ${name}(${parameters}) -%}
  {%- do log('CALLED ${name} ' ~ ${node}, info=true) -%}
  {%- do return(dbt.${name}(${given.join(', ')})) -%}
{%- endmacro %}
`;
}

export function writeProject(folder, way) {
  cpSync(join(HOME, 'project'), folder, { recursive: true });
  mkdirSync(join(folder, 'files'), { recursive: true });
  const macros = overridden(way).map(wrapper).join('\n');
  if (way !== 'package') {
    writeFileSync(join(folder, 'macros', 'overrides.sql'), macros);
    return;
  }
  const home = join(folder, 'dbt_packages', 'other');
  mkdirSync(join(home, 'macros'), { recursive: true });
  writeFileSync(join(home, 'dbt_project.yml'), 'name: other\n');
  writeFileSync(join(home, 'macros', 'overrides.sql'), macros);
  writeFileSync(join(folder, 'packages.yml'), 'packages: [{local: dbt_packages/other}]\n');
  appendFileSync(
    join(folder, 'dbt_project.yml'),
    '\ndispatch: [{macro_namespace: dbt, search_order: [other, macros_project, dbt]}]\n',
  );
}

export function traceOf(messages, statuses) {
  const called = {};
  for (const message of messages) {
    const found = /^CALLED (\S+) ?(\S*)$/.exec(message);
    if (found === null) continue;
    const [, macro, node] = found;
    called[node] ??= new Set();
    called[node].add(macro);
  }
  const sorted = Object.entries(called).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    statuses,
    called: Object.fromEntries(sorted.map(([node, macros]) => [node, [...macros].sort().join(' ')])),
  };
}
