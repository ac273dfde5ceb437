// Compiles random templates as models of one project, with dbt and with sluice, and compares the compiled code.
//
// usage: node scripts/frontdoor-differential.mjs [--seed N] [--count N] [--dbt PATH] [--show N] [--keep]
//
// --dbt is dbt's executable, beside which Python lies (scripts/oracle/install.sh). Fails when any model differs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const root = new URL('..', import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    count: { type: 'string', default: '500' },
    dbt: { type: 'string', default: join(homedir(), '.cache/sluice-oracle/bin/dbt') },
    show: { type: 'string', default: '20' },
    keep: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'frontdoor-differential-'));
const project = join(folder, 'project');

/** Runs a compiler in the project; what it compiled, by model. A compiler that fails is told about and has compiled nothing. */
function compiledBy(name, command, args, target) {
  const env = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', DBT_TARGET_PATH: target };
  try {
    execFileSync(command, [...args, 'compile', '--quiet', '--target-path', target], {
      cwd: project,
      env,
      stdio: 'pipe',
    });
  } catch (error) {
    console.log(`${name} failed:\n${error.stdout}${error.stderr}`);
  }
  const models = join(project, target, 'compiled/random_templates/models');
  const files = readdirSync(models, { withFileTypes: true }).map((entry) => entry.name);
  return new Map(files.map((file) => [file, readFileSync(join(models, file), 'utf8')]));
}

function difference(model, theirs, ours) {
  const source = readFileSync(join(project, 'models', model), 'utf8');
  const template = source.slice(source.indexOf('select $$'));
  return `\n${model}: ${template}  dbt:    ${JSON.stringify(theirs)}\n  sluice: ${JSON.stringify(ours)}`;
}

try {
  const generator = join(root, 'scripts/jinja-differential/models.py');
  const python = join(dirname(values.dbt), 'python');
  execFileSync(python, [generator, '--seed', values.seed, '--count', values.count, '--folder', project]);
  const theirs = compiledBy('dbt', values.dbt, [], 'target-dbt');
  const ours = compiledBy('sluice', process.execPath, [join(root, 'bin/sluice.cjs')], 'target-sluice');
  const models = [...theirs.keys()].sort();
  const differing = models.filter((model) => theirs.get(model) !== ours.get(model));
  for (const model of differing.slice(0, Number(values.show))) {
    console.log(difference(model, theirs.get(model), ours.get(model)));
  }
  console.log(`\nseed ${values.seed}: ${models.length} models compiled by dbt, ${differing.length} differ`);
  if (differing.length > 0 || models.length < Number(values.count)) process.exitCode = 1;
} finally {
  if (values.keep) console.log(project);
  else rmSync(folder, { recursive: true, force: true });
}
