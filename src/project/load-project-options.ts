import type { DiagnosticList, DiagnosticSink } from '../diagnostics/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja, Scope } from '../jinja/index.ts';
import type { EngineLookup } from './load-target.ts';

export interface LoadProjectOptions {
  readonly host: Host;
  readonly jinja: Jinja;
  /** The engines there are: found by the `type` of a target. */
  readonly engines: EngineLookup;
  /** Absolute folder of the shipped templates; the built-in packages lie in `macros/` below it. */
  readonly templatesRoot: string;
  /** Warnings go here. Errors are thrown together, as one `DiagnosticError`. */
  readonly sink: DiagnosticSink;
  readonly projectDir?: string | undefined;
  readonly profilesDir?: string | undefined;
  readonly profile?: string | undefined;
  readonly target?: string | undefined;
  readonly targetPath?: string | undefined;
  readonly logPath?: string | undefined;
  readonly threads?: number | undefined;
  /** `--vars`: YAML text, or the mapping itself. */
  readonly cliVars?: unknown;
  /** Whether `require-dbt-version` is enforced. Default true. */
  readonly versionCheck?: boolean;
  /**
   * What the command can do without: `clean` and `deps` need neither a profile nor packages. Without a profile the target is
   * empty; templates see its values as empty text. Default: everything is needed.
   */
  readonly without?: readonly ('profile' | 'packages')[];
  /** Whether `var()` without a value or default answers `none` in dbt_project.yml. Default: an error. */
  readonly missingVarsAreNone?: boolean;
  /** Names that the templates of YAML files see besides `env_var`, `var`, `target` and `dbt_version`. */
  readonly otherNames?: Scope;
}

/** The loading of one project: what was asked for, and what was found so far. */
export interface Load {
  readonly options: LoadProjectOptions;
  readonly list: DiagnosticList;
  readonly root: string;
  readonly cliVars: Readonly<Record<string, unknown>>;
}
