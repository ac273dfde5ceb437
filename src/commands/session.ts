import { type Adapter, adapterPlugin } from '../adapter/index.ts';
import { createLiveGraph, type MacroLibrary, type Retried, type RunEnvironment } from '../context/index.ts';
import { DiagnosticError, type DiagnosticSink, diagnostic } from '../diagnostics/index.ts';
import type { Event, EventSink, Invocation, Manifest, Project, UniqueId } from '../domain/index.ts';
import { type Graph, lineageGraph } from '../graph/index.ts';
import type { Host } from '../host/index.ts';
import { createJinja, type Jinja } from '../jinja/index.ts';
import type { Publication } from '../run/index.ts';
import { INDIRECT_SELECTIONS, readSelectors, type SelectorDefinition } from '../selector/index.ts';
import type { KeySource } from '../watch/index.ts';
import { type EarlierState, readEarlierState } from './earlier-state.ts';
import type { CreatedInvocation } from './flags/create-invocation.ts';
import type { ProjectSettings } from './flags/project-settings.ts';
import { textFlag } from './flags/read-flags.ts';
import { createWarnings } from './flags/warnings.ts';
import { knownMacros } from './known-macros.ts';
import { loadSessionProject } from './load-session-project.ts';
import { type Parsed, parseSession } from './parse-session.ts';
import { withPatience } from './patience.ts';
import { createSessionEngine } from './session-engine.ts';

/** What a command works with. Everything below is made when it is first asked for, and kept. */
export interface Session {
  readonly host: Host;
  readonly invocation: Invocation;
  readonly settings: ProjectSettings;
  readonly events: EventSink;
  readonly sink: DiagnosticSink;
  readonly signal: AbortSignal | undefined;
  /** Single keys, where a person sits at a terminal. */
  readonly keys: KeySource | undefined;
  readonly jinja: Jinja;
  /** Throws a `DiagnosticError` when the project cannot be loaded. */
  project(): Project;
  /** Parses the project and writes manifest.json. */
  manifest(): Manifest;
  parsed(): Parsed;
  library(): MacroLibrary;
  graph(): Graph;
  selectors(): ReadonlyMap<string, SelectorDefinition>;
  /** The artifacts of `--state` and `--defer-state`. Throws a `DiagnosticError` when they cannot be read. */
  earlier(): EarlierState;
  environment(selected: readonly UniqueId[], manifest?: Manifest): RunEnvironment;
  /** Opens the engine, once. */
  openAdapter(): Promise<Adapter>;
  /** How the run ends, when it works on a copy of the database (`--atomic`). */
  readonly publication: Publication | undefined;
  /** What is run again, in place of a selection. */
  readonly retrying: Retrying | undefined;
  /** What is told once, when all is done: the deprecations that were met. */
  closingEvents(): readonly Event[];
  close(): Promise<void>;
}

export interface SessionOptions extends CreatedInvocation {
  readonly host: Host;
  readonly events: EventSink;
  readonly signal?: AbortSignal | undefined;
  readonly keys?: KeySource | undefined;
  /** What the command can do without. */
  readonly without?: readonly ('profile' | 'packages')[];
  /** What is run again, in place of a selection. */
  readonly retrying?: Retrying | undefined;
  /** What an earlier session of the same process has read already. */
  readonly warm?: WarmSession;
}

/** Nodes of an earlier run, and what is taken over from it. */
export interface Retrying {
  readonly uniqueIds: readonly UniqueId[];
  readonly retried: Retried;
}

/** What is kept from session to session while a project is watched. */
export interface WarmSession {
  readonly jinja: Jinja;
  readonly project: Project;
  /** Undefined where the project has to be parsed. */
  readonly parsed?: Parsed;
  /** The lineage of the same manifest, or of one with the same edges. */
  readonly graph?: Graph | undefined;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function indirectSelection(invocation: Invocation) {
  const wanted = textFlag({ invocation }, 'indirect_selection') ?? 'eager';
  const found = INDIRECT_SELECTIONS.find((each) => each === wanted);
  if (found !== undefined) return found;
  throw new DiagnosticError(
    diagnostic('C003', `'${wanted}' is not a way of indirect selection`, {
      hint: `Use one of: ${INDIRECT_SELECTIONS.join(', ')}.`,
    }),
  );
}

function createSessionJinja({ files }: Host): Jinja {
  const known = knownMacros(files);
  return createJinja(known === undefined ? {} : { knownMacros: known });
}

function withGraph(environment: RunEnvironment): RunEnvironment {
  return { ...environment, graph: createLiveGraph(environment) };
}

/** The session of one call. Nothing is read from the disk yet. */
export function createSession(options: SessionOptions): Session {
  const { host, invocation, events } = options;
  const warnings = createWarnings(invocation, events);
  const { sink } = warnings;
  const { warm } = options;
  const jinja = warm?.jinja ?? createSessionJinja(host);
  const project = once(() => warm?.project ?? loadSessionProject({ ...options, sink, jinja }));
  const selectors = once(() =>
    readSelectors({
      entries: project().selectors,
      source: project().selectorsSource,
      indirectSelection: indirectSelection(invocation),
    }),
  );
  const closing: (() => void)[] = [];
  const parsed = once((): Parsed => {
    // A file of selectors that cannot be used stops every command, whether it selects or not.
    selectors();
    if (warm?.parsed !== undefined) return warm.parsed;
    const made = parseSession({ ...options, sink, jinja, project: project() });
    closing.push(made.close);
    return made;
  });
  const plugin = once(() => adapterPlugin(project().target.type));
  const engine = createSessionEngine({
    plugin,
    invocation,
    patiently: (open) =>
      withPatience(
        { host, invocation, events, signal: options.signal, targetPath: () => project().targetPath },
        open,
      ),
    adapterOptions: () => ({ project: project(), target: project().target, host, sink, events }),
  });
  return {
    host,
    invocation,
    settings: options.settings,
    events,
    sink,
    signal: options.signal,
    retrying: options.retrying,
    keys: options.keys,
    jinja,
    project,
    manifest: () => parsed().manifest,
    parsed,
    library: () => parsed().library(),
    graph: once(() => warm?.graph ?? lineageGraph(parsed().manifest)),
    selectors,
    earlier: once(() =>
      readEarlierState({
        host,
        invocation,
        jinja,
        sink,
        project: project(),
        manifest: parsed().manifest,
        plugin: plugin(),
      }),
    ),
    environment: (selected, manifest = parsed().manifest) =>
      withGraph({
        host,
        project: project(),
        invocation,
        jinja,
        plugin: plugin(),
        library: parsed().library(),
        events,
        sink,
        manifest,
        selected,
        retried: options.retrying?.retried,
        printed: parsed().printed,
      }),
    openAdapter: engine.openAdapter,
    publication: engine.publication,
    closingEvents: warnings.summary,
    async close() {
      for (const each of closing) each();
      await engine.close();
    },
  };
}
