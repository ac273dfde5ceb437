import { option } from './option.ts';

const FORMATS = ['text', 'debug', 'json', 'default'];
const LEVELS = ['debug', 'info', 'warn', 'error', 'none'];
const hidden = true;
const engineOnly = true;

/** Options that every command takes, before or after its name. */
export const globalOptions = [
  option('cache_selected_only', 'switch', 'Look up only the schemas of the selected nodes at the start.', {
    env: 'CACHE_SELECTED_ONLY',
  }),
  option('confine', 'switch', 'Keep SQL inside the project, its databases and the folders of `confine`.', {
    env: 'CONFINE',
  }),
  option('debug', 'switch', 'Show what happens in detail.', { short: ['-d'], env: 'DEBUG' }),
  option('defer', 'switch', 'Read models that are not selected from where the state has them.', {
    env: 'DEFER',
  }),
  option('defer_state', 'text', 'Another state folder for --defer.', {
    env: 'DEFER_STATE',
    metavar: 'DIR',
    path: 'folder',
  }),
  option('deprecated_defer', 'text', 'An older variable of --defer.', {
    env: 'DEFER_TO_STATE',
    hidden,
    replacedBy: 'defer',
  }),
  option('deprecated_favor_state', 'text', 'An older variable of --favor-state.', {
    env: 'FAVOR_STATE_MODE',
    hidden,
    replacedBy: 'favor_state',
  }),
  option('deprecated_print', 'flag', 'An older variable of --no-print.', {
    env: 'NO_PRINT',
    hidden,
    replacedBy: 'print',
  }),
  option('deprecated_state', 'text', 'An older variable of --state.', {
    env: 'ARTIFACT_STATE_PATH',
    hidden,
    replacedBy: 'state',
    path: 'folder',
  }),
  option('fail_fast', 'switch', 'Stop at the first failure.', { short: ['-x'], env: 'FAIL_FAST' }),
  option('favor_state', 'switch', 'With --defer, prefer the state even where the target has the relation.', {
    env: 'FAVOR_STATE',
  }),
  option('hints_enabled', 'switch', 'Show hints now and then.', { env: 'HINTS_ENABLED', engineOnly }),
  option('indirect_selection', 'choice', 'Which tests come with a selected node.', {
    env: 'INDIRECT_SELECTION',
    choices: ['eager', 'cautious', 'buildable', 'empty'],
  }),
  option('log_cache_events', 'switch', 'Accepted for compatibility.', { env: 'LOG_CACHE_EVENTS' }),
  option('log_file_max_bytes', 'integer', 'Size at which the log file is rolled over; 0 for never.', {
    env: 'LOG_FILE_MAX_BYTES',
    hidden,
  }),
  option('log_format', 'choice', 'Format of the output.', { env: 'LOG_FORMAT', choices: FORMATS }),
  option('log_format_file', 'choice', 'Format of the log file.', {
    env: 'LOG_FORMAT_FILE',
    choices: FORMATS,
  }),
  option('log_level', 'choice', 'Least severity that is shown.', { env: 'LOG_LEVEL', choices: LEVELS }),
  option('log_level_file', 'choice', 'Least severity in the log file.', {
    env: 'LOG_LEVEL_FILE',
    choices: LEVELS,
  }),
  option('log_path', 'text', 'Folder of the log file.', { env: 'LOG_PATH', metavar: 'DIR' }),
  option('macro_debugging', 'switch', 'Accepted for compatibility.', {
    env: 'MACRO_DEBUGGING',
    hidden,
  }),
  option(
    'maximum_seed_size_mib',
    'integer',
    'Largest seed whose content is hashed for state comparison; 0 for any.',
    {
      env: 'MAXIMUM_SEED_SIZE_MIB',
      engineOnly,
    },
  ),
  option('notify', 'choice', 'Send the verdict of a run to SLUICE_NOTIFY_URL or SLUICE_NOTIFY_COMMAND.', {
    choices: ['failure', 'recovery', 'always'],
  }),
  option('partial_parse', 'switch', 'Reuse what an earlier run has parsed.', { env: 'PARTIAL_PARSE' }),
  option('partial_parse_file_path', 'text', 'Where parsed files are kept.', {
    env: 'PARTIAL_PARSE_FILE_PATH',
    hidden,
    path: 'existingFile',
  }),
  option('partial_parse_file_diff', 'switch', 'Compare files when reusing what was parsed.', {
    env: 'PARTIAL_PARSE_FILE_DIFF',
    hidden,
  }),
  option('populate_cache', 'switch', 'Look up existing relations at the start.', { env: 'POPULATE_CACHE' }),
  option('print', 'switch', 'Show what {{ print() }} says.', { env: 'PRINT' }),
  option('printer_width', 'integer', 'Width of the plain output.', { env: 'PRINTER_WIDTH' }),
  option('profile', 'text', 'The profile to use instead of the one in dbt_project.yml.', {
    env: 'PROFILE',
    metavar: 'NAME',
  }),
  option('quiet', 'switch', 'Show errors and printed messages only.', { short: ['-q'], env: 'QUIET' }),
  option('record_timing_info', 'text', 'Write a CPU profile of this call to a file.', {
    short: ['-r'],
    metavar: 'FILE',
  }),
  option('failing_rows', 'switch', 'Show up to five rows that a data test found. Default: not in CI.'),
  option('retries', 'integer', 'How often a node is tried again after a failure that may pass. Default: 2.'),
  option('retry_delay', 'integer', 'Seconds before it is tried again, doubled each time. Default: 1.'),
  option('send_anonymous_usage_stats', 'switch', 'Accepted for compatibility: Sluice sends nothing.', {
    env: 'SEND_ANONYMOUS_USAGE_STATS',
  }),
  option('show_all_deprecations', 'switch', 'Show each deprecated use instead of one of a kind.'),
  option('show_resource_report', 'switch', 'Show times and memory at the end.', {
    env: 'SHOW_RESOURCE_REPORT',
    hidden,
  }),
  option('single_threaded', 'switch', 'Run one node at a time.', { env: 'SINGLE_THREADED', hidden }),
  option('snowflake_projects_otel', 'switch', 'Accepted for compatibility.', {
    env: 'SNOWFLAKE_PROJECTS_OTEL',
    engineOnly,
  }),
  option('state', 'text', 'Folder with the artifacts of an earlier run.', {
    env: 'STATE',
    metavar: 'DIR',
    path: 'folder',
  }),
  option('static_parser', 'switch', 'Accepted for compatibility.', { env: 'STATIC_PARSER' }),
  option('target', 'text', "The profile's target to use.", { short: ['-t'], env: 'TARGET', metavar: 'NAME' }),
  option('use_colors', 'switch', 'Colour the output.', { env: 'USE_COLORS' }),
  option('use_colors_file', 'switch', 'Colour the log file.', { env: 'USE_COLORS_FILE' }),
  option('use_experimental_parser', 'switch', 'Accepted for compatibility.', {
    env: 'USE_EXPERIMENTAL_PARSER',
  }),
  option('use_v2_parser', 'switch', 'Accepted for compatibility.', { env: 'USE_V2_PARSER', engineOnly }),
  option('v2_parser', 'text', 'Accepted for compatibility.', { env: 'V2_PARSER', engineOnly, hidden }),
  option('use_fast_test_edges', 'switch', 'Accepted for compatibility.', {
    env: 'USE_FAST_TEST_EDGES',
    hidden,
  }),
  option('upload_to_artifacts_ingest_api', 'switch', 'Accepted for compatibility: Sluice uploads nothing.', {
    env: 'UPLOAD_TO_ARTIFACTS_INGEST_API',
  }),
  option('version_check', 'switch', 'Hold the project to its require-dbt-version.', { env: 'VERSION_CHECK' }),
  option('wait', 'integer', 'Seconds to wait for a program that has the database open.', {
    metavar: 'SECONDS',
  }),
  option('warn_error', 'flag', 'Make every warning an error.', { env: 'WARN_ERROR' }),
  option(
    'warn_error_options',
    'yaml',
    'Which warnings become errors, as YAML: {"error": "all", "silence": [...]}.',
    {
      env: 'WARN_ERROR_OPTIONS',
    },
  ),
  option('write_json', 'switch', 'Write manifest.json and run_results.json.', { env: 'WRITE_JSON' }),
];
