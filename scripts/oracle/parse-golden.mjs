// Writes what dbt makes of the projects in test/parse/projects, as test/parse/golden/*.json.
//
//   node scripts/oracle/parse-golden.mjs [FOLDER [PROJECT]]     (FOLDER: where install.sh put dbt, default ~/.cache/sluice-oracle)
//
// Left out are the built-in macros and docs blocks, whose texts are not ours, and what changes from run to run.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const home = resolve(import.meta.dirname, '..', '..', 'test', 'parse');
const dbt = join(process.argv[2] ?? join(homedir(), '.cache', 'sluice-oracle'), 'bin', 'dbt');
const BUILT_IN = ['dbt', 'dbt_duckdb'];

function own(all) {
  return Object.fromEntries(Object.entries(all).filter(([id]) => !BUILT_IN.includes(id.split('.')[1])));
}

function steady(manifest, folder) {
  const text = JSON.stringify({
    nodes: manifest.nodes,
    sources: manifest.sources,
    macros: own(manifest.macros),
    docs: own(manifest.docs),
    exposures: manifest.exposures,
    metrics: manifest.metrics,
    groups: manifest.groups,
    disabled: manifest.disabled,
    parent_map: manifest.parent_map,
    child_map: manifest.child_map,
    group_map: manifest.group_map,
    saved_queries: manifest.saved_queries,
    semantic_models: manifest.semantic_models,
    unit_tests: manifest.unit_tests,
    functions: manifest.functions,
  });
  return text
    .replaceAll(JSON.stringify(folder).slice(1, -1), '<root>')
    .replace(/"created_at":[\d.]+/g, '"created_at":0');
}

const only = process.argv[3];
for (const name of readdirSync(join(home, 'projects'))) {
  if (only !== undefined && name !== only) continue;
  const folder = mkdtempSync(join(tmpdir(), 'sluice-oracle-'));
  cpSync(join(home, 'projects', name), folder, { recursive: true });
  const environment = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' };
  execFileSync(dbt, ['parse', '--no-partial-parse'], { cwd: folder, env: environment, stdio: 'inherit' });
  const manifest = JSON.parse(readFileSync(join(folder, 'target', 'manifest.json'), 'utf8'));
  const golden = {
    made: { command: 'dbt parse --no-partial-parse', version: manifest.metadata.dbt_version },
    ...JSON.parse(steady(manifest, folder)),
    semantic_manifest: JSON.parse(readFileSync(join(folder, 'target', 'semantic_manifest.json'), 'utf8')),
    osi_document: JSON.parse(readFileSync(join(folder, 'target', 'osi_document.json'), 'utf8')),
  };
  writeFileSync(join(home, 'golden', `${name}.json`), `${JSON.stringify(golden, null, 1)}\n`);
  rmSync(folder, { recursive: true });
}
