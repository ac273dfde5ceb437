/** What a value of `dbt_project.yml` must be. `null` counts as absent where `nullable` says so. */
export interface KeyRule {
  readonly type:
    | 'text'
    | 'textList'
    | 'mapping'
    | 'mappingList'
    | 'boolean'
    | 'integer'
    | 'version'
    | 'quoting'
    | 'textOrList'
    | 'queryComment'
    | 'list';
  readonly nullable?: boolean;
  /** Whether dbt's schema is a choice, of which it says that nothing fits. */
  readonly isUnion?: boolean;
}

const paths: KeyRule = { type: 'textList', nullable: true, isUnion: true };
const text: KeyRule = { type: 'text', nullable: true };
const tree: KeyRule = { type: 'mapping' };
/** dbt turns `models:` without a value into an empty section, and refuses the same for the other sections. */
const lenientTree: KeyRule = { type: 'mapping', nullable: true };
const hooks: KeyRule = { type: 'textOrList', nullable: true };

/** The keys of `dbt_project.yml` as dbt 1.12 knows them. */
export const PROJECT_KEYS: Readonly<Record<string, KeyRule>> = {
  name: { type: 'text' },
  version: { type: 'version', nullable: true },
  'config-version': { type: 'integer', nullable: true, isUnion: true },
  profile: text,
  'project-root': text,
  'model-paths': paths,
  'source-paths': paths,
  'macro-paths': paths,
  'seed-paths': paths,
  'data-paths': paths,
  'test-paths': paths,
  'analysis-paths': paths,
  'docs-paths': paths,
  'asset-paths': paths,
  'function-paths': paths,
  'osi-paths': paths,
  'snapshot-paths': paths,
  'clean-targets': paths,
  'target-path': text,
  'log-path': text,
  'packages-install-path': text,
  quoting: { type: 'quoting', nullable: true },
  'on-run-start': hooks,
  'on-run-end': hooks,
  'require-dbt-version': { type: 'textOrList', nullable: true },
  dispatch: { type: 'mappingList' },
  models: lenientTree,
  seeds: lenientTree,
  snapshots: lenientTree,
  analyses: tree,
  sources: tree,
  tests: tree,
  data_tests: tree,
  unit_tests: tree,
  metrics: tree,
  'semantic-models': tree,
  'saved-queries': tree,
  exposures: tree,
  functions: tree,
  vars: { type: 'mapping', nullable: true, isUnion: true },
  packages: { type: 'list' },
  'query-comment': { type: 'queryComment', nullable: true },
  'restrict-access': { type: 'boolean' },
  'dbt-cloud': { type: 'mapping', nullable: true },
  flags: tree,
};

/** Sections that configure resources, as `Package.configs` keeps them. */
export const CONFIG_SECTIONS = [
  'models',
  'seeds',
  'snapshots',
  'analyses',
  'sources',
  'data_tests',
  'unit_tests',
  'metrics',
  'semantic-models',
  'saved-queries',
  'exposures',
  'functions',
] as const;

/** Keys of `quoting:`. `project` is another name for `database`. */
export const QUOTING_KEYS = ['schema', 'database', 'project', 'identifier', 'snowflake_ignore_case'] as const;

/** Names that templates already give a meaning to: dbt refuses projects that bear one. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(
  (
    '_sql_results adapter api column config context database env env_var exceptions execute flags fromjson fromyaml graph ' +
    'invocation_id load_agate_table load_result log model modules post_hooks pre_hooks ref render return run_started_at ' +
    'schema source sql sql_now store_result store_raw_result target this tojson toyaml try_or_compiler_error var write'
  ).split(' '),
);

/** Old keys: what replaced them, and the value under which dbt says nothing. */
export const OLD_KEYS: readonly {
  readonly key: string;
  readonly replacement: string | null;
  readonly silentValue: string | null;
  readonly event: string;
}[] = [
  {
    key: 'source-paths',
    replacement: 'model-paths',
    silentValue: null,
    event: 'ConfigSourcePathDeprecation',
  },
  { key: 'data-paths', replacement: 'seed-paths', silentValue: null, event: 'ConfigDataPathDeprecation' },
  { key: 'log-path', replacement: null, silentValue: 'logs', event: 'ConfigLogPathDeprecation' },
  { key: 'target-path', replacement: null, silentValue: 'target', event: 'ConfigTargetPathDeprecation' },
];
