import type { SourceText } from '../diagnostics/index.ts';
import type { QuotingSpec } from './definitions.ts';

/** One `dispatch:` entry. */
export interface DispatchRule {
  readonly macroNamespace: string;
  readonly searchOrder: readonly string[];
}

/** One package: the root project, an installed one, or the built-in `dbt` and `dbt_duckdb`. */
export interface Package {
  readonly name: string;
  readonly version: string | null;
  /** Absolute folder that holds its `dbt_project.yml`. */
  readonly root: string;
  readonly isRoot: boolean;
  readonly isInternal: boolean;
  readonly modelPaths: readonly string[];
  readonly seedPaths: readonly string[];
  readonly testPaths: readonly string[];
  readonly analysisPaths: readonly string[];
  readonly macroPaths: readonly string[];
  readonly snapshotPaths: readonly string[];
  readonly functionPaths: readonly string[];
  readonly docsPaths: readonly string[];
  readonly assetPaths: readonly string[];
  /** Folders with semantic models in the OSI format. */
  readonly osiPaths: readonly string[];
  readonly quoting: QuotingSpec;
  readonly dispatch: readonly DispatchRule[];
  readonly restrictAccess: boolean;
  readonly onRunStart: readonly string[];
  readonly onRunEnd: readonly string[];
  /** The config trees (`models`, `seeds`, ...) with their values rendered, keyed by dbt's section name. */
  readonly configs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The same trees as written, for `unrendered_config`. */
  readonly unrenderedConfigs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** `vars:` of this package's own file, as written. */
  readonly vars: Readonly<Record<string, unknown>>;
  readonly source: SourceText;
}

/** The chosen output of a profile. Credentials keep dbt-duckdb's key names. */
export interface Target {
  readonly profileName: string;
  /** The output's name: `dev`, `prod`. */
  readonly name: string;
  readonly type: string;
  readonly threads: number;
  readonly database: string;
  readonly schema: string;
  /** All keys of the output, rendered; relative paths are resolved by the adapter against the project's folder. */
  readonly credentials: Readonly<Record<string, unknown>>;
  /** The credentials as templates may see them: without the values of secret environment variables. Default: all of them. */
  readonly openCredentials?: Readonly<Record<string, unknown>>;
  /** What `target` shows of the credentials in templates, defaults included; the credentials themselves where it is absent. */
  readonly connectionInfo?: Readonly<Record<string, unknown>>;
  /** Folders beside the project's own that confined SQL may reach; absent where SQL is not confined. */
  readonly confinedTo?: readonly string[];
}

/** A dbt project, loaded: what its files say before any model is read. */
export interface Project {
  readonly name: string;
  readonly root: string;
  readonly packages: readonly Package[];
  readonly target: Target;
  /** Absolute. */
  readonly targetPath: string;
  /** The same as it was written: paths in artifacts begin with it. */
  readonly targetFolder: string;
  readonly logPath: string;
  readonly packagesInstallPath: string;
  readonly cleanTargets: readonly string[];
  /** `--vars`, which win over every other variable. */
  readonly cliVars: Readonly<Record<string, unknown>>;
  /** `flags:` of the root project, as written. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly queryComment: QueryCommentConfig;
  /** `selectors.yml`, as written; empty when there is none. */
  readonly selectors: readonly unknown[];
  readonly selectorsSource: SourceText | null;
  /** The profiles.yml that was used; null for the embedded default. */
  readonly profilesPath?: string | null;
}

export interface QueryCommentConfig {
  /** The Jinja text of the comment; null for none. */
  readonly comment: string | null;
  readonly append: boolean;
}

/** The package of this name, built-in ones included. */
export function packageOf(project: Project, name: string): Package | undefined {
  return project.packages.find((each) => each.name === name);
}
