import { option, type PathKind } from './option.ts';

/** In dbt's order, in which a message about another word lists them. */
const TYPES = [
  'metric',
  'semantic_model',
  'saved_query',
  'source',
  'analysis',
  'function',
  'model',
  'test',
  'unit_test',
  'exposure',
  'snapshot',
  'seed',
  'default',
  'all',
];
const EXCLUDABLE = [
  ...TYPES.filter((type) => type !== 'function' && type !== 'default' && type !== 'all'),
  'function',
  'default',
];

const models = option('models', 'list', 'The models to take.', {
  long: ['--models', '--model'],
  short: ['-m'],
});

function profilesDir(path: PathKind | undefined) {
  return option('profiles_dir', 'text', 'Folder of profiles.yml. Default: this folder, else ~/.dbt.', {
    env: 'PROFILES_DIR',
    metavar: 'DIR',
    ...(path === undefined ? {} : { path }),
  });
}

/** Options that some commands take. */
export const commandOptions = {
  addPackage: option('add_package', 'text', 'Write a package into packages.yml first: NAME@VERSION.', {
    metavar: 'PACKAGE',
  }),
  aliasPath: option('path', 'text', 'Folder of the alias. Default: ~/.local/bin.', { metavar: 'DIR' }),
  args: option('args', 'yaml', 'Arguments of the macro as YAML: {name: value}.'),
  atomic: option('atomic', 'flag', 'Publish everything at one moment, or nothing.'),
  browser: option('browser', 'switch', 'Open a browser.'),
  cleanProjectFilesOnly: option(
    'clean_project_files_only',
    'switch',
    'Refuse to delete outside the project.',
    {
      env: 'CLEAN_PROJECT_FILES_ONLY',
    },
  ),
  compile: option('compile', 'switch', 'Compile the project first.'),
  configDir: option('config_dir', 'flag', 'Show where profiles.yml is looked for, and stop.'),
  connection: option('connection', 'flag', 'Test the connection only.'),
  docs: option('docs', 'switch', 'Serve the docs page, live.'),
  downstream: option(
    'downstream',
    'choice',
    'How far a change is followed: as far as content changes, not at all, or everywhere.',
    { choices: ['auto', 'none', 'all'] },
  ),
  empty: option('empty', 'switch', 'Read no rows from refs and sources.', { env: 'EMPTY' }),
  emptyCatalog: option('empty_catalog', 'flag', 'Ask nothing of the database.'),
  eventTimeEnd: option('event_time_end', 'time', 'End of the microbatch window (exclusive).', {
    env: 'EVENT_TIME_END',
    metavar: 'TIME',
  }),
  eventTimeStart: option('event_time_start', 'time', 'Start of the microbatch window (inclusive).', {
    env: 'EVENT_TIME_START',
    metavar: 'TIME',
  }),
  exclude: option('exclude', 'list', 'What to leave out.'),
  excludeResourceTypes: option('exclude_resource_types', 'choices', 'Kinds of resources to leave out.', {
    long: ['--exclude-resource-types', '--exclude-resource-type'],
    env: 'EXCLUDE_RESOURCE_TYPES',
    choices: EXCLUDABLE,
  }),
  exportSavedQueries: option('export_saved_queries', 'switch', 'Accepted for compatibility.', {
    env: 'EXPORT_SAVED_QUERIES',
    hidden: true,
  }),
  fullRefresh: option('full_refresh', 'flag', 'Rebuild incremental models and seeds from scratch.', {
    short: ['-f'],
    env: 'FULL_REFRESH',
  }),
  host: option('host', 'text', 'Address to serve on.', { env: 'HOST', metavar: 'HOST' }),
  includeSavedQuery: option('include_saved_query', 'switch', 'Accepted for compatibility.', {
    env: 'INCLUDE_SAVED_QUERY',
    hidden: true,
  }),
  injectEphemeralCtes: option(
    'inject_ephemeral_ctes',
    'switch',
    'Put ephemeral models into the compiled SQL.',
    {
      hidden: true,
    },
  ),
  inline: option('inline', 'text', 'SQL with Jinja to take instead of a node.', { metavar: 'SQL' }),
  inlineDirect: option('inline_direct', 'text', 'SQL to take as it is, without reading the project.', {
    hidden: true,
  }),
  introspect: option('introspect', 'switch', 'Let compilation query the database.', { env: 'INTROSPECT' }),
  limit: option('limit', 'integer', 'How many rows to show; -1 for all.'),
  json: option('json', 'switch', 'Print one JSON document instead of text.'),
  listOutput: option('output', 'choice', 'What to print of each resource.', {
    choices: ['json', 'name', 'path', 'selector'],
  }),
  lock: option('lock', 'flag', 'Write package-lock.yml, and install nothing.'),
  models,
  open: option('open', 'flag', 'Open the page in a browser.'),
  outputKeys: option(
    'output_keys',
    'list',
    'Keys of the JSON output; dots reach into it (config.materialized).',
  ),
  output: option('output', 'choice', 'Format of what is shown.', { choices: ['json', 'text'] }),
  port: option('port', 'integer', 'Port to serve on.'),
  profilesDir: profilesDir('existing'),
  /** For commands that can do with a folder that is not there yet. */
  profilesDirOrNone: profilesDir(undefined),
  projectDir: option(
    'project_dir',
    'text',
    'Folder of dbt_project.yml. Default: this one or the nearest above.',
    {
      env: 'PROJECT_DIR',
      metavar: 'DIR',
      path: 'existing',
    },
  ),
  removeAlias: option('remove', 'flag', 'Take the alias away again.'),
  resourceTypes: option('resource_types', 'choices', 'Kinds of resources to take.', {
    long: ['--resource-types', '--resource-type'],
    env: 'RESOURCE_TYPES',
    choices: TYPES,
  }),
  sample: option('sample', 'text', 'Read a window of event time only.', { env: 'SAMPLE', metavar: 'WINDOW' }),
  select: option('select', 'list', 'What to take: names, tag:x, path:x, source:x, +parents, children+.', {
    long: ['--select', ...models.long],
    short: ['-s', '-m'],
  }),
  selectOnly: option('select', 'list', 'What to take: names, tag:x, path:x, source:x, +parents, children+.', {
    short: ['-s'],
  }),
  selector: option('selector', 'text', 'A selector of selectors.yml.', { metavar: 'NAME' }),
  show: option('show', 'flag', 'Show rows of what was loaded.'),
  skipDebug: option('skip_debug', 'flag', 'Do not test the connection afterwards.'),
  skipProfileSetup: option('skip_profile_setup', 'flag', 'Write no profiles.yml.', { short: ['-s'] }),
  source: option('source', 'choice', 'Where the package of --add-package comes from.', {
    choices: ['hub', 'git', 'local'],
  }),
  sourcesOutput: option('output', 'text', 'Where to write the results. Default: target/sources.json.', {
    short: ['-o'],
    metavar: 'FILE',
    path: 'file',
  }),
  sql: option('sql', 'text', 'SQL with Jinja to run instead of a macro.'),
  sqlparse: option('sqlparse', 'yaml', 'Accepted for compatibility.', {
    env: 'SQLPARSE',
    engineOnly: true,
    hidden: true,
  }),
  static: option('static', 'flag', 'Write static_index.html too.'),
  storeFailures: option('store_failures', 'flag', 'Keep failing rows of tests in the database.', {
    env: 'STORE_FAILURES',
  }),
  targetPath: option('target_path', 'text', 'Folder of artifacts and compiled SQL.', {
    env: 'TARGET_PATH',
    metavar: 'DIR',
  }),
  threads: option('threads', 'integer', 'How many nodes run at once.'),
  upgrade: option('upgrade', 'flag', 'Choose the newest versions that fit, whatever package-lock.yml says.'),
  vars: option('vars', 'yaml', 'Variables as YAML: {name: value}.'),
};
