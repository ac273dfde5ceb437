import { adapterPlugin } from '../adapter/index.ts';
import { recoverRunResults } from '../artifacts/index.ts';
import { createProjectFileScope } from '../context/index.ts';
import type { DiagnosticSink } from '../diagnostics/index.ts';
import type { Project } from '../domain/index.ts';
import type { Jinja } from '../jinja/index.ts';
import { loadProject } from '../project/index.ts';
import { isSet, mappingFlag, numberFlag, textFlag } from './flags/read-flags.ts';
import type { SessionOptions } from './session.ts';
import { templatesRoot } from './templates-root.ts';

export interface LoadSessionProjectOptions extends SessionOptions {
  readonly sink: DiagnosticSink;
  readonly jinja: Jinja;
}

/** The results of a run that was killed are made of its journal before anything asks for them. */
function tellOfKilledRuns({ host, events }: SessionOptions, project: Project): void {
  if (recoverRunResults(host, project.targetPath) === 0) return;
  const text =
    'An earlier run was killed. What it had done by then is in run_results.json: `retry` does the rest.';
  events({ type: 'message', level: 'info', name: 'Note', text });
}

/** Folders beside the project's own that SQL may reach (`confine`); undefined when SQL is not confined. */
function confinedTo({ invocation }: SessionOptions): readonly string[] | undefined {
  const wanted = invocation.flags['CONFINE'];
  if (Array.isArray(wanted)) return wanted.map(String);
  return wanted === true ? [] : undefined;
}

/** Loads the project that the flags of a call name. */
export function loadSessionProject(options: LoadSessionProjectOptions): Project {
  const { host, without } = options;
  const loaded = loadProject({
    host,
    jinja: options.jinja,
    engines: adapterPlugin,
    templatesRoot: templatesRoot(host.files),
    sink: options.sink,
    projectDir: textFlag(options, 'project_dir'),
    profilesDir: options.settings.profilesDir,
    profile: textFlag(options, 'profile'),
    target: textFlag(options, 'target'),
    targetPath: textFlag(options, 'target_path'),
    logPath: textFlag(options, 'log_path'),
    threads: isSet(options, 'single_threaded') ? 1 : numberFlag(options, 'threads'),
    cliVars: mappingFlag(options, 'vars'),
    versionCheck: isSet(options, 'version_check'),
    missingVarsAreNone: options.invocation.command === 'deps',
    otherNames: createProjectFileScope({ host, invocation: options.invocation }),
    ...(without === undefined ? {} : { without }),
  });
  const folders = confinedTo(options);
  const project: Project =
    folders === undefined
      ? loaded
      : Object.freeze({ ...loaded, target: Object.freeze({ ...loaded.target, confinedTo: folders }) });
  const { type: adapter, name: target } = project.target;
  tellOfKilledRuns(options, project);
  if (adapter !== '') options.events({ type: 'projectLoaded', name: project.name, adapter, target });
  return project;
}
