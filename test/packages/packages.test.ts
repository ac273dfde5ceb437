import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, type Diagnostic, list, parse, type RunResult } from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

/** A project that uses a package in the ways that real packages ask for. */
let folder: ProjectFolder;
let result: RunResult;
const warnings: Diagnostic[] = [];
const messages: string[] = [];

/** Macros that keep notes in `graph`, and ask `ref` for the project. */
const NOTES = `
{% macro note(text) %}{% do graph.setdefault('lib', {}).setdefault('notes', []).append(text) %}{% endmacro %}
{% macro tell() %}{% if execute %}
  {% set conf = builtins.ref.config %}
  {% do log(graph.lib.notes | join(', '), info=true) %}
  {% do log(conf.project_name ~ ' ' ~ conf.dependencies['lib'].version ~ ' ' ~ conf.vars.to_dict(), info=true) %}
  {% do log(graph.nodes['model.shop.a'].compiled, info=true) %}
{% endif %}{% endmacro %}`;

beforeAll(async () => {
  folder = projectFolder({
    'dbt_project.yml':
      'name: shop\nprofile: shop\nseeds:\n  lib:\n    exceptions: {+enabled: false}\nflags:\n  require_ref_searches_node_package_before_root: true\n',
    'packages.yml': 'packages:\n  - local: lib\n',
    'seeds/exceptions.csv': 'id,why\n1,x\n',
    'dbt_packages/lib/dbt_project.yml':
      'name: lib\nversion: 1.2.0\non-run-start: "{% do lib.note(\'start\') %}"\non-run-end: "{% do lib.tell() %}"\n',
    'dbt_packages/lib/seeds/exceptions.csv': 'id,why\n',
    'dbt_packages/lib/seeds/seeds.yml':
      'seeds:\n  - name: exceptions\n    description: Not reported.\n    columns:\n      - name: id\n        description: Which.\n',
    'dbt_packages/lib/macros/notes.sql': NOTES,
    'models/a.sql': 'select 1 as id {% if execute %}{% do lib.note(model.name) %}{% endif %}',
    'models/a.yml':
      'models:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - not_null\n          - relationships:\n              arguments: {to: "ref(\'nowhere\')", field: id}\n',
  });
  result = await build({
    projectDir: folder.root,
    profilesDir: folder.root,
    onEvent: (event) => {
      if (event.type === 'diagnostic') warnings.push(event.diagnostic);
      if (event.type === 'macroMessage' && event.info) messages.push(event.message);
    },
  });
});
afterAll(() => folder.remove());

describe('a project with a package', () => {
  it('leaves out tests that name a model that is not there, and says so', async () => {
    const nodes = result.results.map(({ node }) => node).filter((each) => each.resourceType !== 'operation');
    const ids = nodes.map(({ uniqueId }) => uniqueId.split('.').slice(0, 3).join('.'));
    expect(ids.sort()).toEqual(['model.shop.a', 'seed.shop.exceptions', 'test.shop.not_null_a_id']);
    expect(warnings.map(({ code }) => code)).toContain('N008');
    const options = { projectDir: folder.root, profilesDir: folder.root };
    expect((await list({ ...options, select: 'a+' })).join(' ')).not.toContain('relationships');
  });

  it('lets macros keep notes in the graph from the start of a run to its end, and ask for the project', () => {
    expect(messages).toEqual(['start, a', 'shop 1.2.0 {}', 'True']);
  });

  it("describes the project's seed by the package's properties where it takes the place of the package's", async () => {
    const { nodes } = await parse({ projectDir: folder.root, profilesDir: folder.root });
    expect(nodes.get('seed.shop.exceptions')).toMatchObject({
      description: 'Not reported.',
      patchPath: 'lib://seeds/seeds.yml',
    });
  });
});
