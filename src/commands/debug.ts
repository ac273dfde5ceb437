import { join, relative } from 'node:path';
import { adapterPlugin } from '../adapter/index.ts';
import { pythonStr, VERSION } from '../base/index.ts';
import { type Diagnostic, DiagnosticError } from '../diagnostics/index.ts';
import { DBT_VERSION, type Project } from '../domain/index.ts';
import { CommandNotFound } from '../host/index.ts';
import { locateProject } from '../project/index.ts';
import type { Command } from './command.ts';
import { isSet, textFlag } from './flags/read-flags.ts';
import type { Session } from './session.ts';

/** What was found out, one entry a check. */
export interface DebugReport {
  readonly success: boolean;
  readonly failures: readonly string[];
}

interface Report {
  readonly say: (text: string) => void;
  readonly failures: string[];
}

/** What dbt tells of a connection; secrets and tokens are not among it. */
function describeTarget(project: Project, { say }: Report): void {
  const { target } = project;
  const plugin = adapterPlugin(target.type);
  const facts = plugin.connectionInfo?.(target.credentials) ?? {};
  say('Connection:');
  say(`  database: ${target.database}`);
  say(`  schema: ${target.schema}`);
  for (const [key, value] of Object.entries(facts)) {
    if (!['type', 'threads', 'schema', 'database'].includes(key)) say(`  ${key}: ${pythonStr(value)}`);
  }
}

/** Codes of what can be wrong with a profile. */
const PROFILE_CODES: ReadonlySet<string> = new Set(['P030', 'P031', 'P032', 'P033']);

/** dbt's sentence about a profiles.yml that is not in the folder that was named; null when it is there, or none was named. */
function missingProfiles(session: Session): string | null {
  const folder = textFlag(session, 'profiles_dir');
  if (folder === undefined || session.host.files.exists(join(folder, 'profiles.yml'))) return null;
  const shown = join(relative(session.host.workingDirectory, folder), 'profiles.yml');
  return `dbt looked for a profiles.yml file in ${shown}, but did\nnot find one. For more information on configuring your profile, consult the\ndocumentation:\n\nhttps://docs.getdbt.com/docs/configure-your-profile\n\n`;
}

/** A failure in the words of dbt's summary: what is wrong with a profile has a line above it. */
function failureText({ code, kind, dbtMessage }: Diagnostic, session: Session): string {
  if (!PROFILE_CODES.has(code)) return dbtMessage;
  const missing = missingProfiles(session);
  return missing ?? `Profile loading failed for the following reason:\n${kind}\n  ${dbtMessage}\n\n`;
}

function explain(error: unknown, report: Report, session: Session): string {
  if (!(error instanceof DiagnosticError)) throw error;
  report.failures.push(...error.diagnostics.map((each) => failureText(each, session)));
  return error.diagnostics.map((each) => each.message).join('\n');
}

function checkProject(session: Session, report: Report): Project | undefined {
  const { say } = report;
  const root = locateProject(session.host, textFlag(session, 'project_dir'));
  try {
    const project = session.project();
    say(`Using profiles.yml file at ${project.profilesPath ?? '(none: the embedded default)'}`);
    say(`Using dbt_project.yml file at ${join(root, 'dbt_project.yml')}`);
    say(`adapter type: ${project.target.type}`);
    say(`adapter version: ${adapterPlugin(project.target.type).version}`);
    if (isSet(session, 'connection')) {
      say('Skipping steps before connection verification');
      return project;
    }
    say('Configuration:');
    const isDefault = project.profilesPath === null;
    say(`  profiles.yml file [${isDefault ? 'none: the embedded default' : 'OK found and valid'}]`);
    say('  dbt_project.yml file [OK found and valid]');
    return project;
  } catch (error) {
    say(`Using dbt_project.yml file at ${join(root, 'dbt_project.yml')}`);
    say('Configuration:');
    say(`  [ERROR invalid] ${explain(error, report, session)}`);
    return undefined;
  }
}

/** Packages come from git: dbt calls it a failure when it is not there. */
async function checkGit({ host, events }: Session, { say, failures }: Report): Promise<void> {
  say('Required dependencies:');
  const tell = (found: string) =>
    events({ type: 'message', level: 'info', name: 'DebugCmdResult', text: ` - git [${found}]\n` });
  try {
    await host.processes.run({ command: 'git', args: ['--help'], folder: host.workingDirectory });
    tell('OK found');
  } catch (error) {
    if (!(error instanceof CommandNotFound)) throw error;
    failures.push(`Error from git --help: Could not find command, ensure it is in the user's PATH: "git"\n`);
    tell('ERROR');
  }
}

async function checkConnection(session: Session, report: Report): Promise<void> {
  try {
    const adapter = await session.openAdapter();
    const connection = await adapter.connect('debug');
    await connection.execute('select 1 as id', { fetch: true });
    await connection.close();
    report.say('  Connection test: [OK connection ok]\n');
  } catch (error) {
    report.say(`  Connection test: [ERROR] ${explain(error, report, session)}`);
  }
}

function tellVerdict(session: Session, failures: readonly string[]): void {
  const tell = (level: 'info' | 'error', text: string) =>
    session.events({ type: 'message', level, name: 'DebugCmdResult', text });
  if (failures.length === 0) {
    tell('info', 'All checks passed!');
    return;
  }
  tell('error', `${failures.length} ${failures.length === 1 ? 'check' : 'checks'} failed:`);
  for (const each of failures) tell('error', each);
}

const OPENERS: Readonly<Record<string, string>> = { darwin: 'open', win32: 'start' };

function tellFolder(session: Session): void {
  const folder = textFlag(session, 'profiles_dir') ?? '';
  const opener = OPENERS[session.host.platform.split(' ')[0] ?? ''] ?? 'xdg-open';
  session.events({
    type: 'message',
    level: 'info',
    name: 'OpenCommand',
    text: `To view your profiles.yml file, run:\n\n${opener} ${folder}`,
    data: { open_cmd: opener, profiles_dir: folder },
  });
}

/** Checks the project, the profile and the connection, and tells what is used. */
export const debugCommand: Command<DebugReport> = {
  name: 'debug',
  async run(session) {
    const failures: string[] = [];
    const say = (text: string) =>
      session.events({ type: 'message', level: 'info', name: 'DebugCmdOut', text });
    const report: Report = { say, failures };
    if (isSet(session, 'config_dir')) {
      tellFolder(session);
      return { success: true, failures };
    }
    say(`dbt version: ${DBT_VERSION}`);
    say(`sluice version: ${VERSION}`);
    say(`node version: ${session.host.nodeVersion}`);
    say(`os info: ${session.host.platform}`);
    say(`Using profiles dir at ${textFlag(session, 'profiles_dir')}`);
    const project = checkProject(session, report);
    if (!isSet(session, 'connection')) await checkGit(session, report);
    if (project !== undefined) {
      describeTarget(project, report);
      await checkConnection(session, report);
    }
    tellVerdict(session, failures);
    return { success: failures.length === 0, failures };
  },
  succeeded: ({ success }) => success,
};
