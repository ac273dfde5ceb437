import { commandOptions as o } from './options/command-options.ts';
import { globalOptions } from './options/global-options.ts';
import type { OptionSpec } from './options/option.ts';

/** A sub-command as the command line knows it; its work is loaded when it is called. */
export interface CommandSpec {
  /** dbt's name, which artifacts record. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** The word before the name: `docs` of `docs generate`. */
  readonly group?: string;
  /** Whether the group's word alone means this command. */
  readonly isGroupDefault?: boolean;
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  /** A word without dashes that the command takes. */
  readonly argument?: { readonly name: string; readonly metavar: string };
}

const project = [o.profilesDir, o.projectDir, o.targetPath, o.vars];
const selection = [o.select, o.exclude, o.selector];
const types = [o.resourceTypes, o.excludeResourceTypes];
const window = [o.eventTimeStart, o.eventTimeEnd, o.sample];

export const commandTable: readonly CommandSpec[] = [
  {
    name: 'build',
    summary: 'Build seeds and models and run their tests, in the order of the graph.',
    options: [
      ...selection,
      ...types,
      ...project,
      ...window,
      o.atomic,
      o.empty,
      o.exportSavedQueries,
      o.fullRefresh,
      o.includeSavedQuery,
      o.show,
      o.sqlparse,
      o.storeFailures,
      o.threads,
    ],
  },
  {
    name: 'check',
    summary: 'Bind the project on empty tables, without touching data.',
    options: [...selection, ...types, ...project, o.fullRefresh, o.json, o.threads],
  },
  {
    name: 'clean',
    summary: 'Delete the folders of `clean-targets`.',
    options: [...project, o.cleanProjectFilesOnly],
  },
  {
    name: 'clone',
    summary: 'Make nodes in the target out of what the state has of them.',
    options: [...selection, ...types, ...project, o.fullRefresh, o.threads],
  },
  {
    name: 'compile',
    summary: 'Write the SQL that nodes come to, without running it.',
    options: [
      ...selection,
      ...project,
      o.empty,
      o.fullRefresh,
      o.inline,
      o.injectEphemeralCtes,
      o.introspect,
      o.output,
      o.sqlparse,
      o.threads,
    ],
  },
  {
    name: 'debug',
    summary: 'Check the project, the profile and the connection.',
    options: [o.configDir, o.connection, o.profilesDirOrNone, o.projectDir, o.vars],
  },
  {
    name: 'deps',
    summary: 'Install the packages of packages.yml.',
    options: [o.addPackage, o.lock, o.profilesDirOrNone, o.projectDir, o.source, o.upgrade, o.vars],
  },
  {
    name: 'freshness',
    aliases: ['snapshot-freshness'],
    group: 'source',
    summary: 'Look at how fresh sources are.',
    options: [...selection, ...project, o.sourcesOutput, o.sqlparse, o.threads],
  },
  {
    name: 'generate',
    group: 'docs',
    isGroupDefault: true,
    summary: 'Write the docs page and catalog.json.',
    options: [...selection, ...project, o.compile, o.emptyCatalog, o.open, o.sqlparse, o.static, o.threads],
  },
  {
    name: 'init',
    summary: 'Start a new project.',
    options: [o.profilesDirOrNone, o.projectDir, o.skipDebug, o.skipProfileSetup, o.vars],
    argument: { name: 'project_name', metavar: '[PROJECT_NAME]' },
  },
  {
    name: 'install-alias',
    summary: 'Write a program `dbt` that calls Sluice, for tools that call dbt.',
    options: [o.aliasPath, o.removeAlias],
  },
  {
    name: 'list',
    aliases: ['ls'],
    summary: 'List the resources of the project.',
    options: [
      o.exclude,
      o.models,
      o.listOutput,
      o.outputKeys,
      ...types,
      o.selectOnly,
      o.selector,
      ...project,
    ],
  },
  {
    name: 'parse',
    summary: 'Read the project and write manifest.json.',
    options: [...project, o.threads],
  },
  {
    name: 'retry',
    summary: 'Run what failed or was skipped in the run before.',
    options: [...project, o.fullRefresh, o.threads],
  },
  {
    name: 'run',
    summary: 'Build models.',
    options: [...selection, ...project, ...window, o.atomic, o.empty, o.fullRefresh, o.sqlparse, o.threads],
  },
  {
    name: 'run-operation',
    summary: 'Run a macro, or SQL given with --sql.',
    options: [o.args, o.sql, ...project, o.threads],
    argument: { name: 'macro', metavar: '[MACRO]' },
  },
  {
    name: 'seed',
    summary: 'Load CSV files into the database.',
    options: [...selection, ...project, o.atomic, o.empty, o.fullRefresh, o.show, o.sqlparse, o.threads],
  },
  {
    name: 'serve',
    group: 'docs',
    summary: 'Serve the docs page on this machine.',
    options: [...project, o.browser, o.host, o.port],
  },
  {
    name: 'show',
    summary: 'Preview the rows of a node or of SQL given with --inline.',
    options: [
      ...selection,
      ...project,
      o.fullRefresh,
      o.inline,
      o.inlineDirect,
      o.introspect,
      o.limit,
      o.output,
      o.sqlparse,
      o.threads,
    ],
  },
  {
    name: 'snapshot',
    summary: 'Record what has changed since the last snapshot.',
    options: [...selection, ...project, o.atomic, o.empty, o.sqlparse, o.threads],
  },
  {
    name: 'test',
    summary: 'Run data tests on what is built.',
    options: [...selection, ...types, ...project, o.sqlparse, o.storeFailures, o.threads],
  },
  {
    name: 'watch',
    summary: 'Check, build and test what is saved, as it is saved.',
    options: [
      ...selection,
      ...types,
      ...project,
      o.docs,
      o.downstream,
      o.empty,
      o.fullRefresh,
      o.port,
      o.storeFailures,
      o.threads,
    ],
  },
];

/** The command that people call by this name or alias. */
export function commandNamed(name: string): CommandSpec | undefined {
  const isCalled = (each: CommandSpec) => each.name === name || each.aliases?.includes(name) === true;
  return commandTable.find((each) => each.group === undefined && isCalled(each));
}

/** The commands that stand behind this word. */
export function commandsInGroup(word: string): readonly CommandSpec[] {
  return commandTable.filter((each) => each.group === word);
}

/** How a command is typed: `docs generate`. */
export function typedName({ group, name }: CommandSpec): string {
  return group === undefined ? name : `${group} ${name}`;
}

/** Everything that may be written after the command's name. */
export function optionsOf(command: CommandSpec): readonly OptionSpec[] {
  return [...globalOptions, ...command.options];
}
