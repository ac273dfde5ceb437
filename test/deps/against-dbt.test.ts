import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/base/yaml/index.ts';
import { commandLoaders } from '../../src/cli/command-loaders.ts';
import { parseArgv } from '../../src/cli/options/parse-argv.ts';
import { createInvocation, invokeCommand } from '../../src/commands/index.ts';
import { packagesHash } from '../../src/deps/index.ts';
import { createHost, fakeEnvironment, type Host } from '../../src/host/index.ts';
import { packageSpecs, secretsOf } from '../../src/project/index.ts';
import { createRecorder, type LogRecord, paintFor } from '../../src/report/index.ts';
import {
  type Case,
  type Cases,
  GIT_ENV,
  hubAnswer,
  installedIn,
  makeRepositories,
  readText,
  type Step,
  serve,
  temporaryRoot,
  writeFiles,
} from './world.ts';

const here = import.meta.dirname;
const json = (name: string) => JSON.parse(readFileSync(join(here, name), 'utf8'));
const { hub, git, local, cases }: Cases = json('cases.json');

interface Answer {
  readonly code: number;
  readonly out?: string;
  readonly records?: readonly Record<string, unknown>[];
  readonly lock: string | null;
  readonly packages: string | null;
  readonly dependencies: string | null;
  readonly installed: Readonly<Record<string, unknown>>;
}
const golden: { hashes: Record<string, string>; answers: Record<string, readonly Answer[]> } =
  json('golden/answers.json');

let world: ReturnType<typeof temporaryRoot>;
let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  world = temporaryRoot();
  makeRepositories(world.root, git);
  server = await serve((path, base) => hubAnswer(hub, path, base));
});
afterAll(() => {
  world.remove();
  server.server.close();
});

const fill = (text: string) =>
  text.replaceAll('<git>', `file://${world.root}/git`).replaceAll('<hub>', server.base);

function shown(text: string): string {
  return text
    .replaceAll(`file://${world.root}/git`, '<git>')
    .replaceAll(server.base, '<hub>')
    .replaceAll(world.root, '<root>')
    .replace(/dbt-downloads-[\w-]+/g, 'dbt-downloads')
    .replace(/case-\d+/g, 'case');
}

/** Names that come from the addresses of this test: of folders for clones, of the commit whose file holds an address. */
const withoutOwnNames = (answer: Answer): Answer =>
  JSON.parse(
    JSON.stringify(answer)
      .replace(/\b[0-9a-f]{32}\b/g, '<md5>')
      .replace(OWN_COMMIT, '$1<sha>'),
  );

const OWN_COMMIT =
  /(git: <git>\/wants\\n {4}name: wants\\n {4}revision: |Installing <git>\/wants\\nInstalled from revision )[0-9a-f]{40}/g;

/** This machine with the environment of the case, and no waiting between attempts. */
function hostOf(folder: string, env: Readonly<Record<string, string>>): Host {
  const host = createHost(folder);
  const own = { ...GIT_ENV, DBT_PACKAGE_HUB_URL: `${server.base}/`, ...env };
  return {
    ...host,
    env: fakeEnvironment({ PATH: process.env['PATH'] ?? '', ...own }),
    clock: { ...host.clock, wait: async () => {} },
    processes: {
      run: (request) => host.processes.run({ ...request, env: { ...own, ...request.env } }),
    },
  };
}

/** Runs a step as the command line does, and answers what it prints and leaves behind. */
async function runStep(step: Step, one: Case, folder: string): Promise<Answer> {
  if (step.packages !== undefined) writeFiles(folder, { 'packages.yml': fill(step.packages) });
  const argv = [...(step.before ?? []), step.command ?? 'deps', ...(step.args ?? [])].map(fill);
  const call = parseArgv(argv);
  if (call.kind !== 'command') throw new Error(`not a command: ${argv}`);
  const env = Object.fromEntries(Object.entries(one.env ?? {}).map(([name, value]) => [name, fill(value)]));
  const host = hostOf(folder, env);
  const created = createInvocation({
    host,
    command: call.command.name,
    given: Object.fromEntries(call.given),
  });
  const { LOG_LEVEL: level, QUIET: quiet } = created.invocation.flags;
  const recorder = createRecorder({
    command: call.command.name,
    paint: paintFor({ colours: false }),
    width: 80,
    quiet: quiet === true,
    targetPath: 'target',
    now: () => new Date(0),
  });
  const records: LogRecord[] = [];
  let code = 0;
  try {
    const command = await commandLoaders[call.command.name]!();
    await invokeCommand(command, { ...created, host, events: (event) => records.push(...recorder(event)) });
  } catch {
    code = 2;
  }
  const scrub = (text: string) =>
    secretsOf(host.env).reduce((all, value) => all.replaceAll(value, '*****'), text);
  const lines = records.filter((each) => each.isForPeople !== true && each.level !== 'debug');
  const isJson = argv.includes('json');
  const told = records.filter(
    (each) => /^(Dep|Git|Reg|Formatting$)/.test(each.name) && (level === 'debug' || each.level !== 'debug'),
  );
  const kept = (each: (typeof told)[number]) => ({
    name: each.name,
    code: each.code,
    level: each.level,
    msg: each.msg,
    data: each.level === 'warn' ? {} : each.data,
  });
  const isAdding = argv.includes('--add-package');
  const file = (name: string) => {
    const text = readText(join(folder, name));
    return text === null ? null : shown(text);
  };
  return {
    code,
    ...(isJson
      ? { records: JSON.parse(shown(JSON.stringify(told.map(kept)))) }
      : { out: quiet === true ? '' : shown(scrub(lines.map((each) => `${each.msg}\n`).join(''))) }),
    lock: file('package-lock.yml'),
    packages: isAdding ? file('packages.yml') : null,
    dependencies: isAdding ? file('dependencies.yml') : null,
    installed: installedIn(folder),
  };
}

/** Hashes that cover an address of this test. */
const OWN_HASH = /^sha1_hash: .*$/m;
const hasOwnAddress = (one: Case) => /<git>|<hub>/.test(JSON.stringify(one));

/** dbt stopped with an exception of Python's own: its words name no kind of error. */
const isUnhandled = ({ out = '' }: Answer) => /Encountered an error:\n(?!\w+ Error\n)/.test(out);

const CLONING = new Set([
  'GitProgressPullingNewDependency',
  'GitProgressUpdatingExistingDependency',
  'GitProgressCheckedOutAt',
  'GitNothingToDo',
]);

/** What is compared of an answer, and what is not: each with its reason. */
function comparable(answer: Answer, one: Case): Answer {
  let out = answer.out;
  // Summaries of deprecations are told apart from the command.
  out = out?.replace(/\[WARNING\]\[DeprecationsSummary\][\s\S]*?parsing\.\n/, '');
  // dbt tells of the engine before it looks for packages.
  out = out?.replace(/^Registered adapter: .*\n/m, '');
  // How the project was parsed is told elsewhere.
  out = out?.replace(/^(Unable to do partial parsing|Performance info).*\n/gm, '');
  // The order of the fields of a removed entry is different from call to call with dbt.
  out = out?.replace(/removing: .*/, 'removing');
  // Deprecations are wrapped where they are printed, and as errors here not at all.
  if (out?.includes('is deprecated in favor'))
    out = out.replace('Deprecated functionality', '').replace(/\s+/g, ' ');
  // White space at the ends of lines and of the text.
  out = out
    ?.replace(/[ \t]+$/gm, '')
    .replace(/\n+/g, '\n')
    .trim();
  // Folders for downloads lie wherever the machine has room for them.
  out = out?.replace(/\S*\/dbt-downloads/g, '<downloads>');
  // A repository is cloned once here, and once for each phase with dbt.
  const told = answer.records?.filter((each) => !CLONING.has(String(each['name'])));
  const records = told?.map((each) => {
    const { data, ...rest } = each;
    if (each['name'] === 'DepsSetDownloadDirectory') return { name: each['name'] };
    return each['level'] === 'warn' ? rest : { ...rest, data };
  });
  const lock = hasOwnAddress(one)
    ? (answer.lock?.replace(OWN_HASH, 'sha1_hash: <own>') ?? null)
    : answer.lock;
  return {
    ...answer,
    lock,
    ...(out === undefined ? {} : { out }),
    ...(records === undefined ? {} : { records }),
  };
}

describe('deps answers as dbt does', () => {
  it('has an answer of dbt for every case', () =>
    expect(Object.keys(golden.answers).sort()).toEqual(Object.keys(cases).sort()));

  for (const [at, [name, one]] of Object.entries(cases).entries()) {
    it(name, async () => {
      const parent = join(world.root, `case-${at}`);
      const folder = join(parent, 'p');
      writeFiles(folder, {
        'dbt_project.yml': one.project ?? 'name: shop\nprofile: shop\n',
        'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n',
        ...one.files,
      });
      if (one.packages !== undefined) writeFiles(folder, { 'packages.yml': fill(one.packages) });
      if (one.lock !== undefined)
        writeFiles(folder, {
          'package-lock.yml': one.lock.replace('<hash of upgrade>', String(golden.hashes['upgrade'])),
        });
      for (const [each, files] of Object.entries(local)) writeFiles(join(parent, 'local', each), files);
      for (const [number, step] of one.steps.entries()) {
        const theirs = golden.answers[name]?.[number] as Answer;
        const ours = withoutOwnNames(comparable(await runStep(step, one, folder), one));
        const wanted = withoutOwnNames(comparable(theirs, one));
        const isCompared = !isUnhandled(theirs);
        expect(isCompared ? ours : { ...ours, out: '' }).toEqual(
          isCompared ? wanted : { ...wanted, out: '' },
        );
      }
    });
  }
});

describe('the hash of the lock file', () => {
  // Read as YAML, which makes a difference between 1.0 and 1.
  const text = readFileSync(join(here, 'hashed.json'), 'utf8');
  const lists = parseYaml(text).value as Record<string, { rendered: unknown[]; written?: unknown[] }>;
  for (const [name, { rendered, written = rendered }] of Object.entries(lists)) {
    it(name, () => {
      const refuse = (sentence: string) => expect(sentence).toBe('');
      expect(packagesHash(packageSpecs({ entries: rendered, written, refuse }))).toBe(golden.hashes[name]);
    });
  }
});
