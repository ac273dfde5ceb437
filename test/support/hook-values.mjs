// What a build of test/artifacts/projects/hook-values left behind, without what changes from run to run: for the oracle's
// script and the test that compares with what it stored.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MOMENTS = new Set(['created_at', 'started_at', 'completed_at', 'execution_time']);

/** The project's folder is spelled `<root>`, moments are zero, and Python's sets are sorted. */
function steady(value, root) {
  if (typeof value === 'string') return value.replaceAll(root, '<root>');
  if (Array.isArray(value)) return value.map((each) => steady(each, root));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, MOMENTS.has(key) ? 0 : steady(each, root)]),
  );
}

/** The JSON that a hook put into its own text. */
function dumped(result) {
  const [, text] = /select '([\s\S]*)' as dumped/.exec(result.compiled_code ?? '') ?? [];
  return text === undefined ? undefined : JSON.parse(text.replaceAll("''", "'"));
}

/** @param {string} root The project's folder, after a build. */
export function hookValues(root) {
  const read = (name) => JSON.parse(readFileSync(join(root, 'target', name), 'utf8'));
  const { results } = read('run_results.json');
  const { nodes } = read('manifest.json');
  const hooks = results.filter(({ unique_id: id }) => id.includes('-on-run-end-'));
  const [graph, seen, names] = hooks.map(dumped);
  const isHook = (id) => id.startsWith('operation.');
  const entries = Object.entries(nodes).map(([id, node]) =>
    isHook(id) && 'compiled_code' in node ? [id, { ...node, compiled_code: '' }] : [id, node],
  );
  return steady(
    {
      graph,
      results: seen,
      names,
      nodes: Object.fromEntries(entries),
      written: results.map((each) => (isHook(each.unique_id) ? { ...each, compiled_code: '' } : each)),
    },
    root,
  );
}
