import { expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';
import { projectFolder } from '../support/project-folder.ts';

it('a unit test that was not run is in `results` what its YAML says, as in dbt', async () => {
  const folder = projectFolder({
    'dbt_project.yml': "name: unrun\nprofile: unrun\non-run-end: ['{{ tell(results) }}']\n",
    'profiles.yml': "unrun: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:'}}}\n",
    'models/x.sql': 'select nope',
    'models/y.sql': "select a from {{ ref('x') }}",
    'models/s.yml':
      "unit_tests: [{name: t, model: y, given: [{input: ref('x'), rows: [{a: 1}]}], expect: {rows: [{a: 1}]}}]\n",
    'macros/tell.sql':
      "{% macro tell(results) %}{% for r in results if r.node.resource_type == 'unit_test' %}{{ print(r.status ~ ' ' ~ r.to_dict()['node']['config'] ~ ' ' ~ r.node.config.materialized) }}{% endfor %}{% endmacro %}",
  });
  const printed: string[] = [];
  await sluice.build({
    projectDir: folder.root,
    profilesDir: folder.root,
    onEvent: (event) => {
      if (event.type === 'macroMessage' && event.print) printed.push(event.message);
    },
  });
  folder.remove();
  // Recorded from dbt 1.12.6, like its missing `materialized`.
  expect(printed).toEqual([
    "skipped {'tags': [], 'meta': {}, 'enabled': True, 'static_analysis': None} None",
  ]);
}, 60_000);
