import { isMapping, mappingEntries, mappingGet, mappingRecord, nearest, pythonRepr } from '../base/index.ts';
import {
  type Diagnostic,
  DiagnosticError,
  DiagnosticList,
  type DiagnosticSink,
  diagnostic,
  type Span,
} from '../diagnostics/index.ts';
import type { Target } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja, Scope } from '../jinja/index.ts';
import { revealSecrets, withoutSecrets } from './env-var.ts';
import { locateProfiles } from './locate-project.ts';
import { emptyProfile, inProfiles, profileNotFound, profileNotNamed } from './profile-problems.ts';
import { renderYaml, renderYamlText } from './render-yaml.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

type Dict = Readonly<Record<string, unknown>>;

/** What must be known of an engine to load a target for it: part of the adapter's plugin. */
interface EngineFacts {
  databaseOf(credentials: Dict): string;
  checkCredentials(credentials: Dict, sink: DiagnosticSink): void;
  /** What `target` shows of the credentials; all of them where it is absent. */
  connectionInfo?(credentials: Dict): Dict;
}

/** The engine that a target's `type` names, without loading it. Throws a `DiagnosticError` when there is none. */
export type EngineLookup = (type: string) => EngineFacts;

export interface LoadTargetOptions {
  readonly host: Host;
  readonly jinja: Jinja;
  readonly sink: DiagnosticSink;
  readonly engines: EngineLookup;
  readonly projectRoot: string;
  readonly projectName: string;
  /** `profile:` of dbt_project.yml, rendered. */
  readonly projectProfile: string | null;
  /** Names for the templates of profiles.yml; secrets are placeholders. */
  readonly scope: Scope;
  readonly profilesDir: string | undefined;
  readonly profile: string | undefined;
  readonly target: string | undefined;
  readonly threads: number | undefined;
}

/** A target with the file it came from; null for the embedded default. */
export interface LoadedTarget {
  readonly target: Target;
  readonly profilesPath: string | null;
}

const STANDARD_SCHEMA = 'main';
/** The engine of projects without a profiles.yml. */
const EMBEDDED = { profileTarget: 'dev', type: 'duckdb' } as const;

const fail = (problem: Diagnostic): never => {
  throw new DiagnosticError(problem);
};

/**
 * The target to run against: from profiles.yml, or, when there is none anywhere, a DuckDB file beside the project. Throws a
 * `DiagnosticError` when no target can be made.
 */
export function loadTarget(options: LoadTargetOptions): LoadedTarget {
  const place = locateProfiles(options.host, options.projectRoot, options.profilesDir);
  if (place.path === null && !place.isExplicit && options.profile === undefined) return embedded(options);
  if (place.path === null) return fail(profileNotFound(options, undefined));
  const list = new DiagnosticList();
  const wrap = (text: string) => inProfiles(`Runtime Error\n  ${text.replaceAll('\n', '\n  ')}`);
  const file = readYamlFile({
    host: options.host,
    path: place.path,
    root: options.projectRoot,
    sink: list,
    wrap,
    keepsEnd: true,
  });
  for (const each of list.all) if (each.severity !== 'error') options.sink.report(each);
  list.throwIfErrors();
  return { target: fromFile(options, file as YamlFile), profilesPath: place.path };
}

function embedded(options: LoadTargetOptions): LoadedTarget {
  if (options.target !== undefined && options.target !== EMBEDDED.profileTarget) {
    fail(
      diagnostic('P032', `there is no profiles.yml, and the embedded default has the target 'dev' only`, {
        hint: `Leave --target out, or write a profiles.yml with a target '${options.target}'.`,
        dbtMessage: `The profile '${options.projectName}' does not have a target named '${options.target}'. The valid target names for this profile are:\n - dev`,
      }),
    );
  }
  const credentials: Dict = {
    type: EMBEDDED.type,
    path: `${options.projectName}.duckdb`,
    schema: STANDARD_SCHEMA,
  };
  const target = targetOf({
    options,
    profileName: options.projectProfile ?? options.projectName,
    name: EMBEDDED.profileTarget,
    credentials,
    threads: options.threads ?? options.host.cores,
    span: undefined,
  });
  return { target, profilesPath: null };
}

function fromFile(options: LoadTargetOptions, file: YamlFile): Target {
  const profiles = profilesOf(file);
  const profileName = options.profile ?? options.projectProfile;
  if (profileName === null) return fail(profileNotNamed(options, file));
  const profile = mappingGet(profiles, profileName);
  if (profile === undefined) return fail(profileNotFound(options, file));
  if (!isMapping(profile)) return fail(emptyProfile(file, profileName));
  const name = targetName(options, file, profileName, profile);
  const output = outputOf(file, profileName, mappingRecord(profile), name);
  const path = [profileName, 'outputs', name];
  const list = new DiagnosticList();
  const rendered = renderYaml(
    {
      jinja: options.jinja,
      scope: options.scope,
      file,
      sink: list,
      finish: (value) => revealSecrets(value, options.host.env),
    },
    output,
    path,
  );
  // A password may look like a template without being one.
  const fatal = list.all.filter((each) => !(each.span !== undefined && isPassword(file, each.span, path)));
  if (fatal.length > 0) throw new DiagnosticError(fatal.map(inProfile));
  const { threads, ...credentials } = rendered as Dict;
  return targetOf({
    options,
    profileName,
    name,
    credentials,
    threads: threadsOf(options, file, path, threads),
    span: file.keySpanOf(path),
    spanOfKey: (key) => file.spanOf([...path, key]),
  });
}

/** Templates of a profile fail as errors of the profile. */
function inProfile(problem: Diagnostic): Diagnostic {
  if (problem.kind !== 'Compilation Error') return problem;
  const inner = problem.dbtMessage.replaceAll('\n', '\n  ');
  return Object.freeze({ ...problem, kind: 'Runtime Error', dbtMessage: `Compilation Error\n  ${inner}` });
}

function isPassword(file: YamlFile, span: Span, path: readonly unknown[]): boolean {
  const password = file.spanOf([...path, 'password']);
  return password !== undefined && password.start <= span.start && span.end <= password.end;
}

function profilesOf(file: YamlFile) {
  if (isMapping(file.value) && mappingEntries(file.value).length > 0) return file.value;
  const shown = file.absolutePath;
  return fail(
    diagnostic('P031', `the file ${file.source.path} holds no profile`, {
      dbtMessage: inProfiles(`The profiles.yml file at ${shown} is empty`),
    }),
  );
}

function targetName(
  options: LoadTargetOptions,
  file: YamlFile,
  profileName: string,
  profile: unknown,
): string {
  if (options.target !== undefined) return options.target;
  const written = isMapping(profile) ? mappingGet(profile, 'target') : undefined;
  if (typeof written !== 'string') return 'default';
  return String(renderYamlText({ ...options, file }, written, [profileName, 'target']));
}

function outputOf(file: YamlFile, profileName: string, profile: Dict, name: string): unknown {
  const outputs = profile['outputs'];
  if (!isMapping(outputs)) {
    fail(
      diagnostic('P031', `the profile '${profileName}' has no outputs`, {
        span: file.keySpanOf([profileName]),
        dbtMessage: `outputs not specified in profile '${profileName}'`,
      }),
    );
  }
  const names = isMapping(outputs) ? mappingEntries(outputs).map(([key]) => String(key)) : [];
  const output = isMapping(outputs) ? mappingGet(outputs, name) : undefined;
  if (output === undefined) {
    const close = nearest(name, names);
    fail(
      diagnostic('P032', `the profile '${profileName}' has no target '${name}'`, {
        span: file.keySpanOf([profileName, 'outputs']),
        hint: close === undefined ? `Its targets are: ${names.join(', ')}.` : `Did you mean '${close}'?`,
        dbtMessage: `The profile '${profileName}' does not have a target named '${name}'. The valid target names for this profile are:\n${names.map((each) => ` - ${each}`).join('\n')}`,
      }),
    );
  }
  if (!isMapping(output)) {
    fail(
      diagnostic('P031', `the target '${name}' of the profile '${profileName}' is not a mapping`, {
        span: file.keySpanOf([profileName, 'outputs', name]),
        dbtMessage: `output '${name}' of profile '${profileName}' is misconfigured in profiles.yml`,
      }),
    );
  }
  return output;
}

function threadsOf(
  options: LoadTargetOptions,
  file: YamlFile,
  path: readonly unknown[],
  written: unknown,
): number {
  if (options.threads !== undefined) return options.threads;
  if (written === undefined) return 1;
  if (typeof written === 'number' && Number.isInteger(written) && written > 0) return written;
  return fail(
    diagnostic('P035', "'threads' wants a whole number of at least 1", {
      span: file.spanOf([...path, 'threads']),
      dbtMessage: `at path ['threads']: ${pythonRepr(written)} is not of type 'integer'`,
    }),
  );
}

interface TargetParts {
  readonly options: LoadTargetOptions;
  readonly profileName: string;
  readonly name: string;
  readonly credentials: Dict;
  readonly threads: number;
  readonly span: Span | undefined;
  /** Where a key of the output stands. */
  readonly spanOfKey?: (key: string) => Span | undefined;
}

function targetOf(parts: TargetParts): Target {
  const { credentials, name, profileName, options } = parts;
  const type = credentials['type'];
  if (typeof type !== 'string') {
    return fail(
      diagnostic('P033', `the target '${name}' of the profile '${profileName}' has no type`, {
        span: parts.span,
        dbtMessage: `required field "type" not found in profile ${profileName} and target ${name}`,
      }),
    );
  }
  const engine = engineOf(parts, type);
  const found = new DiagnosticList();
  engine.checkCredentials(credentials, found);
  for (const each of [...schemaFaults(parts), ...found.all])
    options.sink.report(inCredentials(withPlace(each, parts), parts));
  return Object.freeze({
    profileName,
    name,
    type,
    threads: parts.threads,
    database: engine.databaseOf(credentials),
    schema: typeof credentials['schema'] === 'string' ? credentials['schema'] : STANDARD_SCHEMA,
    credentials: Object.freeze({ ...credentials }),
    openCredentials: withoutSecrets(credentials, options.host.env) as Dict,
    ...(engine.connectionInfo === undefined
      ? {}
      : { connectionInfo: withoutSecrets(engine.connectionInfo(credentials), options.host.env) as Dict }),
  });
}

/** What every engine's output has as text. */
function schemaFaults({ credentials }: TargetParts): readonly Diagnostic[] {
  const schema = credentials['schema'];
  if (schema === undefined || schema === null || typeof schema === 'string') return [];
  return [
    diagnostic('D002', "'schema' in the profile must be text", {
      dbtMessage: `${pythonRepr(schema)} is not of type 'string'`,
    }),
  ];
}

/** dbt names profile and target around what is wrong with an output's values. */
function inCredentials(problem: Diagnostic, { profileName, name }: TargetParts): Diagnostic {
  if (problem.code !== 'D002' && problem.code !== 'D003') return problem;
  const words = problem.code === 'D003' ? `Runtime Error\n  ${problem.dbtMessage}` : problem.dbtMessage;
  const dbtMessage = `Credentials in profile "${profileName}", target "${name}" invalid: ${words}`;
  return Object.freeze({ ...problem, dbtMessage });
}

/** Adapters check values without knowing where they stand: a finding belongs to the key that it quotes, or to the target. */
function withPlace(problem: Diagnostic, parts: TargetParts): Diagnostic {
  if (problem.span !== undefined) return problem;
  const quoted = /'([\w-]+)'/.exec(problem.message)?.[1];
  const span = (quoted === undefined ? undefined : parts.spanOfKey?.(quoted)) ?? parts.span;
  return span === undefined ? problem : Object.freeze({ ...problem, span });
}

/** The engine of a target; when there is none, the error says which target wants it. */
function engineOf(parts: TargetParts, type: string): EngineFacts {
  try {
    return parts.options.engines(type);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const words = `Credentials in profile "${parts.profileName}", target "${parts.name}" invalid: Runtime Error\n  `;
    throw new DiagnosticError(
      error.diagnostics.map((each) =>
        Object.freeze({ ...withPlace(each, parts), dbtMessage: words + each.dbtMessage }),
      ),
    );
  }
}
