import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { build } from '../../src/index.ts';
import { type Trace, traceOf, WAYS, writeProject } from './overrides/project.mjs';
import { STEPS } from './steps.mjs';

const { ways } = JSON.parse(readFileSync(join(import.meta.dirname, 'golden', 'overrides.json'), 'utf8')) as {
  readonly ways: Readonly<Record<string, readonly Trace[]>>;
};

/** Where Sluice comes to the same by calling other macros than dbt. */
const EXCUSED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'drop_indexes_on_relation',
      'enforced_constraint_types',
      'existing_constraint_types',
      'has_foreign_key_constraints',
      'may_be_foreign_key_target',
      'restore_foreign_key_dependents',
      'run_query',
    ].map((name) => [name, 'the engine is asked about keys and indexes where there can be some']),
  ),
  list_relations_without_caching: 'what the database holds is read at once, in one statement',
  duckdb__list_relations_without_caching: 'as above',
  get_snapshot_table_column_names: 'the names are asked for where they are used',
  normalize_incremental_predicates: 'predicates are made one list in one place',
  normalize_string_or_list: 'as above',
};

/** The order of rows asks which columns a query has. */
const EXCUSED_NODE = 'model.macros_project.clustered';

function compared({ statuses, called }: Trace): Trace {
  const entries = Object.entries(called).filter(([node]) => node !== EXCUSED_NODE);
  const macros = (names: string) => names.split(' ').filter((name) => EXCUSED[name] === undefined);
  return {
    statuses,
    called: Object.fromEntries(
      entries
        .map(([node, names]) => [node, macros(names).join(' ')] as const)
        .filter(([, names]) => names !== ''),
    ),
  };
}

const folders: string[] = [];
const before = process.cwd();
afterAll(() => {
  process.chdir(before);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('built-in macros that a project overrides are called where dbt calls them', () => {
  it.each(WAYS)(
    '%s',
    async (way) => {
      const folder = mkdtempSync(join(tmpdir(), 'sluice-overrides-'));
      folders.push(folder);
      writeProject(folder, way);
      process.chdir(folder);
      const own: Trace[] = [];
      for (const { day } of STEPS.slice(0, 2)) {
        const messages: string[] = [];
        const { results } = await build({
          projectDir: folder,
          vars: { day },
          onEvent: (event) => {
            if (event.type === 'macroMessage') messages.push(event.message);
          },
        });
        own.push(
          traceOf(messages, Object.fromEntries(results.map(({ node, status }) => [node.uniqueId, status]))),
        );
      }
      const theirs = (ways[way] as readonly Trace[]).map(compared);
      expect(theirs.map(({ called }) => Object.keys(called).length > 60)).toEqual([true, true]);
      expect(own.map(compared)).toEqual(theirs);
    },
    60_000,
  );
});
