import { join } from 'node:path';
import { CommandNotFound, type Files, type Host } from '../../../host/index.ts';
import type { Connection, PythonJob, PythonOutcome, PythonProblem } from '../../contract.ts';
import { quotedName } from '../quoted-name.ts';
import { AS_TEXT, type HandedOver, handOver, readBackSql } from './hand-over.ts';

/** What the child writes. */
interface Answer {
  /** Why DuckDB's own package for Python could not be loaded. */
  readonly engine?: string;
  readonly problem?: PythonProblem;
  readonly views?: readonly (HandedOver & { readonly name: string })[];
  readonly statements?: readonly string[];
}

export interface RunPythonOptions {
  readonly connection: Connection;
  readonly host: Host;
  readonly job: PythonJob;
  /** What the child's connection is told before the model sees it: what the profile has of extensions, secrets and settings. */
  readonly setup: readonly string[];
  /** The name of the target's database. */
  readonly database: string;
}

/** Writes the model and everything that it reads into the folder; answers with the file of the job. */
async function prepare(
  { connection, host, job, database }: RunPythonOptions,
  folder: string,
): Promise<string> {
  const code = join(folder, 'model.py');
  host.files.write(code, job.code);
  const inputs: unknown[] = [];
  for (const [index, input] of job.inputs.entries()) {
    const handed = await handOver(connection, input, { folder, index });
    inputs.push({ ...handed, text: input.text, place: input.place });
  }
  const { identifier, path } = job;
  const file = join(folder, 'job.json');
  const task = { folder, code, identifier, path, database, inputs, asText: AS_TEXT };
  host.files.write(file, JSON.stringify(task));
  return file;
}

function readAnswer(files: Files, path: string): Answer | undefined {
  return files.exists(path) ? (JSON.parse(files.readText(path)) as Answer) : undefined;
}

interface Attempt {
  readonly command: string;
  readonly answer: Answer | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the job with the first of the programs that there is and that has DuckDB's package; null when there is no Python. */
async function attempt({ host, job, setup }: RunPythonOptions, folder: string): Promise<Attempt | null> {
  const answerPath = join(folder, 'answer.json');
  let first: Attempt | null = null;
  for (const command of job.commands) {
    const request = {
      command,
      args: [job.runner, join(folder, 'job.json'), answerPath],
      folder: job.folder,
      // Not in a file: there are secrets among them.
      env: { PYTHONIOENCODING: 'utf-8', SLUICE_PYTHON_SETUP: JSON.stringify(setup) },
    };
    const ended = await host.processes.run(request).catch((error: unknown) => {
      if (error instanceof CommandNotFound) return undefined;
      throw error;
    });
    if (ended === undefined) continue;
    const answer = readAnswer(host.files, answerPath);
    const found = { command, answer, stdout: ended.stdout, stderr: ended.stderr };
    if (answer?.engine === undefined) return found;
    first ??= found;
    host.files.remove(answerPath);
  }
  return first;
}

/** Makes the table out of the file, by the statements that the model's code asked for. */
async function replay(connection: Connection, { views = [], statements = [] }: Answer): Promise<void> {
  if (!connection.inTransaction) await connection.begin();
  for (const view of views) {
    await connection.execute(`create or replace temp view ${quotedName(view.name)} as ${readBackSql(view)}`);
  }
  for (const sql of statements) await connection.execute(sql);
  for (const { name } of views) await connection.execute(`drop view temp.${quotedName(name)}`);
}

function failed({ command, answer, stdout, stderr }: Attempt): PythonOutcome | undefined {
  if (answer?.engine !== undefined)
    return { kind: 'withoutPackage', command, module: 'duckdb', reason: answer.engine };
  if (answer?.problem !== undefined) return { kind: 'failed', command, problem: answer.problem, stdout };
  if (answer !== undefined) return undefined;
  const text = stderr.trim() === '' ? 'Python ended without an answer' : stderr.trim();
  const message = text.split('\n').at(-1) as string;
  return { kind: 'failed', command, problem: { text, message, frames: [], module: null }, stdout };
}

/**
 * Runs a model in a Python of the user's. The database is held by this process, so what the model reads goes to the child as
 * Parquet files, and what it gives back comes the same way.
 */
export async function runDuckdbPython(options: RunPythonOptions): Promise<PythonOutcome> {
  const { connection, host } = options;
  const folder = host.files.makeTemporaryFolder('sluice-python-');
  try {
    await prepare(options, folder);
    const ended = await attempt(options, folder);
    if (ended === null) return { kind: 'withoutPython' };
    const failure = failed(ended);
    if (failure !== undefined) return failure;
    await replay(connection, ended.answer as Answer);
    return { kind: 'done', stdout: ended.stdout };
  } finally {
    host.files.remove(folder);
  }
}
