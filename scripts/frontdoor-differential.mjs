// Compiles random templates as models of one project, with dbt and with sluice, and compares the compiled code.
//
// usage: node scripts/frontdoor-differential.mjs [--seed N] [--count N] [--dbt PATH] [--show N] [--keep]
//
// --dbt is dbt's executable, beside which Python lies (scripts/oracle/install.sh). Fails when fewer than 99.9 % of the models
// agree. A model that ends the parsing of the project is set aside and counts as different.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const root = new URL('..', import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    count: { type: 'string', default: '1000' },
    dbt: { type: 'string', default: join(homedir(), '.cache/sluice-oracle/bin/dbt') },
    show: { type: 'string', default: '20' },
    keep: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'frontdoor-differential-'));
const project = join(folder, 'project');

/** How often a model that ends everything is set aside. */
const MAX_SET_ASIDE = 10;

/** Runs a compiler in the project; the error text when it fails. */
function compile(command, args, target) {
  const env = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', DBT_TARGET_PATH: target };
  try {
    execFileSync(command, [...args, 'compile', '--quiet', '--target-path', target], {
      cwd: project,
      env,
      stdio: 'pipe',
    });
    return null;
  } catch (error) {
    return `${error.stdout}${error.stderr}`;
  }
}

/** What a compiler makes of the project, by model. A model that it cannot read is moved out of its way and told about. */
function compiledBy(name, command, args, target) {
  const models = join(project, target, 'compiled/random_templates/models');
  for (let round = 0; round <= MAX_SET_ASIDE; round += 1) {
    const failure = compile(command, args, target);
    if (failure === null || existsSync(models)) break;
    console.log(`${name} failed:\n${failure}`);
    const culprit = /models\/(m\d+\.sql)/.exec(failure)?.[1];
    if (culprit === undefined) break;
    renameSync(join(project, 'models', culprit), join(folder, culprit));
  }
  const files = existsSync(models) ? readdirSync(models) : [];
  return new Map(files.map((file) => [file, readFileSync(join(models, file), 'utf8')]));
}

function difference(model, theirs, ours) {
  const inProject = join(project, 'models', model);
  const source = readFileSync(existsSync(inProject) ? inProject : join(folder, model), 'utf8');
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
  const agreed = (models.length - differing.length) / Number(values.count);
  if (agreed < 0.999) process.exitCode = 1;
} finally {
  if (values.keep) console.log(project);
  else rmSync(folder, { recursive: true, force: true });
}
