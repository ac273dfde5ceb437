import { isAbsolute, join, resolve } from 'node:path';
import type { AdapterPlugin } from '../adapter/index.ts';
import {
  type EarlierManifest,
  readEarlierManifest,
  readEarlierRun,
  readEarlierSources,
  type WrittenConfig,
} from '../artifacts/index.ts';
import { DiagnosticError, type DiagnosticSink, diagnostic } from '../diagnostics/index.ts';
import type { Invocation, Manifest, Project } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja } from '../jinja/index.ts';
import { type Comparisons, compareResults, compareSources, compareState } from '../selector/index.ts';
import { numberFlag, textFlag } from './flags/read-flags.ts';

/** What a call knows of earlier runs. */
export interface EarlierState {
  /** For `state:`, `result:` and `source_status:`. */
  readonly comparisons: Comparisons;
  /** The manifest of the state; undefined when no folder was named, or it holds none. */
  readonly manifest: EarlierManifest | undefined;
  /** The manifest to defer to. Throws a `DiagnosticError` when no folder was named, or it holds none. */
  deferManifest(): EarlierManifest;
}

export interface EarlierStateOptions {
  readonly host: Host;
  readonly project: Project;
  readonly manifest: Manifest;
  readonly invocation: Invocation;
  readonly plugin: AdapterPlugin;
  readonly jinja: Jinja;
  readonly sink: DiagnosticSink;
}

const COMPARES_AS_WRITTEN = 'STATE_MODIFIED_COMPARE_MORE_UNRENDERED_VALUES';

const comparesRendered = ({ invocation }: EarlierStateOptions): boolean =>
  invocation.flags[COMPARES_AS_WRITTEN] === false;

/** Finds the arguments of `config()` in a text; none in a text that is no template. */
function configReader({ jinja }: EarlierStateOptions): WrittenConfig {
  return (text) => {
    try {
      return jinja.parseTemplate({ path: '<state>', text }).callKeywords('config');
    } catch (error) {
      if (error instanceof DiagnosticError) return null;
      throw error;
    }
  };
}

interface Folder {
  /** As it was named. */
  readonly shown: string;
  readonly manifest: EarlierManifest | undefined;
  /** Absolute. */
  readonly path: string;
}

function warnOfTarget(options: EarlierStateOptions, shown: string, path: string): void {
  const isNamedAlike = isAbsolute(shown) === isAbsolute(textFlag(options, 'target_path') ?? '');
  if (path !== options.project.targetPath || !isNamedAlike) return;
  const dbtMessage = `The state and target directories are the same: '${shown}'. This could lead to missing changes due to overwritten state including non-idempotent retries.`;
  options.sink.report(
    diagnostic('S015', `the state is read from '${shown}', where this command writes its own artifacts`, {
      hint: 'Copy the artifacts of the earlier run to a folder of their own.',
      dbtMessage,
    }),
  );
}

/** The folder that a flag names, below the project's; undefined when it names none. */
function folderOf(options: EarlierStateOptions, flag: 'state' | 'defer_state'): Folder | undefined {
  const shown = textFlag(options, flag);
  if (shown === undefined || shown === '') return undefined;
  const path = resolve(options.project.root, shown);
  const { files } = options.host;
  warnOfTarget(options, shown, path);
  const manifest = readEarlierManifest({
    files,
    path: join(path, 'manifest.json'),
    writtenConfig: comparesRendered(options) ? undefined : configReader(options),
  });
  return { shown, path, manifest };
}

function stateTest(options: EarlierStateOptions, before: EarlierManifest): Comparisons['state'] {
  const { manifest, plugin, host, sink } = options;
  return compareState({
    manifest,
    before,
    builtIn: new Set(plugin.macroPackages),
    enforcedConstraints: plugin.enforcedConstraints,
    comparesRendered: comparesRendered(options),
    maximumSeedMib: numberFlag(options, 'maximum_seed_size_mib') ?? 1,
    now: host.clock.now(),
    sink,
  });
}

function comparisonsWith(options: EarlierStateOptions, folder: Folder): Comparisons {
  const { files } = options.host;
  const run = readEarlierRun(files, join(folder.path, 'run_results.json'));
  const sources = readEarlierSources(files, join(folder.path, 'sources.json'));
  const current = readEarlierSources(files, join(options.project.targetPath, 'sources.json'));
  const state = folder.manifest === undefined ? undefined : stateTest(options, folder.manifest);
  return {
    ...(state === undefined ? {} : { state }),
    ...(run === undefined ? {} : { result: compareResults(run) }),
    ...(sources === undefined
      ? {}
      : { sourceStatus: current === undefined ? 'no-current' : compareSources(sources, current) }),
  };
}

function nothingToDeferTo(folder: Folder | undefined): DiagnosticError {
  const dbtMessage =
    folder === undefined
      ? '--state or --defer-state are required for deferral, but neither was provided'
      : `Could not find manifest in --state path: "${folder.shown}"`;
  const message =
    folder === undefined
      ? 'no folder with an earlier manifest was named'
      : `there is no manifest.json in '${folder.shown}'`;
  return new DiagnosticError(
    diagnostic('S016', message, {
      hint: 'Name the folder of the earlier manifest.json with --state or --defer-state.',
      dbtMessage,
    }),
  );
}

/**
 * Reads what `--state` and `--defer-state` name; folders are taken from the project's. Throws a `DiagnosticError` for an
 * artifact that cannot be used.
 */
export function readEarlierState(options: EarlierStateOptions): EarlierState {
  const state = folderOf(options, 'state');
  const comparisons = state === undefined ? {} : comparisonsWith(options, state);
  const defer = folderOf(options, 'defer_state') ?? state;
  return Object.freeze({
    comparisons,
    manifest: state?.manifest,
    deferManifest() {
      if (defer?.manifest === undefined) throw nothingToDeferTo(defer);
      return defer.manifest;
    },
  });
}
