import type { DepsResult } from '../deps/index.ts';
import type { CheckReport, Manifest, RunResult } from '../domain/index.ts';
import { createHost } from '../host/index.ts';
import type { PreviewResult } from '../run/index.ts';
import { buildCommand } from './build.ts';
import { checkCommand } from './check.ts';
import { cleanCommand } from './clean.ts';
import { cloneCommand } from './clone.ts';
import type { Command } from './command.ts';
import { compileCommand } from './compile.ts';
import { type DebugReport, debugCommand } from './debug.ts';
import { depsCommand } from './deps.ts';
import type { DocsResult } from './docs/generate.ts';
import { createInvocation } from './flags/create-invocation.ts';
import { initCommand, type NewProject } from './init.ts';
import { type AliasReport, installAliasCommand } from './install-alias.ts';
import { invokeCommand } from './invoke-command.ts';
import type * as options from './library-options.ts';
import { listCommand } from './list.ts';
import { parseCommand } from './parse.ts';
import { retryCommand } from './retry/retry.ts';
import { runCommand } from './run.ts';
import { runOperationCommand } from './run-operation.ts';
import { seedCommand } from './seed.ts';
import { showCommand } from './show.ts';
import { snapshotCommand } from './snapshot.ts';
import { sourceFreshnessCommand } from './source-freshness.ts';
import { testCommand } from './test.ts';

/** Options that are no flags. */
const NOT_FLAGS: ReadonlySet<string> = new Set(['onEvent', 'signal', 'host']);

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function flagsOf(given: object): Readonly<Record<string, unknown>> {
  const entries = Object.entries(given).filter(
    ([name, value]) => !NOT_FLAGS.has(name) && value !== undefined,
  );
  return Object.fromEntries(entries.map(([name, value]) => [snakeCase(name), value]));
}

async function call<Result>(command: Command<Result>, given: options.ProjectOptions): Promise<Result> {
  const host = given.host ?? createHost();
  const created = createInvocation({ host, command: command.name, given: flagsOf(given) });
  const events = given.onEvent ?? (() => {});
  return invokeCommand(command, { ...created, host, events, signal: given.signal });
}

/**
 * Builds seeds and models and runs their tests, in the order of the graph. Failing nodes are results: look at `success`. What
 * stops the work (a broken project, a wrong option) is thrown as a `DiagnosticError`; this holds for all functions here.
 */
export function build(given: options.BuildOptions = {}): Promise<RunResult> {
  return call(buildCommand, given);
}

/**
 * Binds the project on empty tables, without touching data: columns, types and faults of every model, seed, snapshot, source
 * and test.
 */
export function check(given: options.CheckOptions = {}): Promise<CheckReport> {
  return call(checkCommand, given);
}

/** Builds models. */
export function run(given: options.RunOptions = {}): Promise<RunResult> {
  return call(runCommand, given);
}

/** Runs data tests on what is built. */
export function test(given: options.TestOptions = {}): Promise<RunResult> {
  return call(testCommand, given);
}

/** Records what has changed since the last snapshot. */
export function snapshot(given: options.SnapshotOptions = {}): Promise<RunResult> {
  return call(snapshotCommand, given);
}

/** Takes the run before up again: its command and options, over what failed or was skipped. Answers whether all went well. */
export async function retry(given: options.RetryOptions = {}): Promise<boolean> {
  return (await call(retryCommand, given)).success;
}

/** Looks at how fresh sources are, and writes `sources.json`; a source that is too old is a failure. */
export function sourceFreshness(given: options.SourceFreshnessOptions = {}): Promise<RunResult> {
  return call(sourceFreshnessCommand, given);
}

/** Loads CSV files into the database. */
export function seed(given: options.SeedOptions = {}): Promise<RunResult> {
  return call(seedCommand, given);
}

/** Makes nodes in the target out of what the state has of them: views, on engines that cannot copy a table without its data. */
export function clone(given: options.CloneOptions): Promise<RunResult> {
  return call(cloneCommand, given);
}

/** Writes the SQL that nodes come to below `target/compiled`; results hold it too. */
export function compile(given: options.CompileOptions = {}): Promise<RunResult> {
  return call(compileCommand, given);
}

/** Reads the first rows of nodes, or of the SQL of `inline`; nothing is built. */
export function show(given: options.ShowOptions): Promise<PreviewResult> {
  return call(showCommand, given);
}

/** Lists resources; one text each, in the form that `output` names. */
export function list(given: options.ListOptions = {}): Promise<readonly string[]> {
  return call(listCommand, given);
}

/** Reads the project and writes manifest.json. */
export function parse(given: options.ParseOptions = {}): Promise<Manifest> {
  return call(parseCommand, given);
}

/** Writes `catalog.json` and the docs page. */
export async function docs(given: options.DocsOptions = {}): Promise<DocsResult> {
  const { docsGenerateCommand } = await import('./docs/generate.ts');
  return call(docsGenerateCommand, given);
}

/** Runs a macro by its name, or SQL. */
export function runOperation(given: options.RunOperationOptions): Promise<RunResult> {
  return call(runOperationCommand, given);
}

/** Deletes the folders of `clean-targets` and answers their paths. */
export function clean(given: options.CleanOptions = {}): Promise<readonly string[]> {
  return call(cleanCommand, given);
}

/** Checks the project, the profile and the connection. */
export function debug(given: options.ProjectOptions = {}): Promise<DebugReport> {
  return call(debugCommand, given);
}

/** Installs the packages that packages.yml or dependencies.yml asks for, and keeps `package-lock.yml`. */
export function deps(given: options.DepsOptions = {}): Promise<DepsResult> {
  return call(depsCommand, given);
}

/** Writes a program `dbt` that calls Sluice, or takes it away; never over another dbt. */
export function installAlias(given: options.InstallAliasOptions = {}): Promise<AliasReport> {
  return call(installAliasCommand, given);
}

/** Makes a new project in a folder of its name. */
export function init(given: options.InitOptions): Promise<NewProject> {
  return call(initCommand, given);
}
