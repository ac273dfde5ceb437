import { adapterPlugin } from '../../adapter/index.ts';
import { openChecker } from '../../check/index.ts';
import { createMacroLibrary, type MacroLibrary } from '../../context/index.ts';
import { type Diagnostic, DiagnosticError, type DiagnosticSink } from '../../diagnostics/index.ts';
import { type Invocation, type Manifest, type Node, type Project, replacedIn } from '../../domain/index.ts';
import type { Graph } from '../../graph/index.ts';
import { type KeptFiles, parseAgain, parseProject } from '../../parse/index.ts';
import type { FileChange, Generation, WatchWorld } from '../../watch/index.ts';
import { deferralOf } from '../deferral.ts';
import { textFlag, wordsFlag } from '../flags/read-flags.ts';
import { loadSessionProject } from '../load-session-project.ts';
import type { Parsed } from '../parse-session.ts';
import { previewJson, previewText } from '../preview/preview-table.ts';
import { resourceTypesOf, selectForSession } from '../select.ts';
import { createSession, type Session } from '../session.ts';
import { emptyManifest } from './empty-manifest.ts';
import { makePage } from './make-page.ts';

const BUILT = ['model', 'seed', 'snapshot', 'test', 'unit_test', 'function'];

/** What is built in a watch is built as by `build`: templates and artifacts see that command. */
function asBuild(invocation: Invocation): Invocation {
  return Object.freeze({
    ...invocation,
    command: 'build',
    // Of a whole project's relations one save needs few: others are looked up when they are asked for.
    flags: { ...invocation.flags, WHICH: 'build', CACHE_SELECTED_ONLY: true },
    args: { ...invocation.args, which: 'build' },
  });
}

/** Warnings of later parses that were told before are not told again. */
function onlyNew(sink: DiagnosticSink): DiagnosticSink {
  const told = new Set<string>();
  return {
    report(diagnostic: Diagnostic) {
      const { code, dbtMessage, span } = diagnostic;
      const key = `${code} ${span?.source.path ?? ''} ${dbtMessage}`;
      if (told.has(key)) return;
      told.add(key);
      sink.report(diagnostic);
    },
  };
}

function isLimited(session: Session): boolean {
  const words = ['select', 'exclude', 'resource_types', 'exclude_resource_types'];
  return (
    words.some((each) => wordsFlag(session, each).length > 0) || textFlag(session, 'selector') !== undefined
  );
}

/** Everything that stays while the project is read again and again. */
interface Kept {
  readonly outer: Session;
  readonly invocation: Invocation;
  readonly sink: DiagnosticSink;
  readonly first: Session;
  /** Which files there are, while none appears or goes away. */
  readonly files: KeptFiles;
  /** What was chosen by hand instead of `--select`. */
  words: readonly string[] | undefined;
}

/** Whether everything reads from what it read from before: then the lineage is the same. */
function hasSameEdges(before: Manifest, after: Manifest): boolean {
  if (before.sources !== after.sources || before.exposures !== after.exposures) return false;
  if (before.nodes.size !== after.nodes.size || before.functions !== after.functions) return false;
  for (const id of replacedIn(before.nodes, after.nodes) ?? after.nodes.keys()) {
    const [earlier, node] = [before.nodes.get(id), after.nodes.get(id) as Node];
    if (earlier === node) continue;
    if (earlier === undefined) return false;
    const [left, right] = [earlier.dependsOn.nodes, node.dependsOn.nodes];
    if (left.length !== right.length || left.some((each, at) => each !== right[at])) return false;
  }
  return true;
}

function sessionOf(kept: Kept, project: Project, parsed: Parsed, graph?: Graph): Session {
  const { outer, invocation, first } = kept;
  const { host, settings, events, signal } = outer;
  return createSession({
    host,
    invocation,
    settings,
    events,
    signal,
    warm: { jinja: first.jinja, project, parsed, graph },
  });
}

function scopeOf(kept: Kept, session: Session): Generation['scope'] {
  if (kept.words === undefined && !isLimited(session)) return null;
  const resourceTypes = resourceTypesOf(session, { every: BUILT, standard: BUILT });
  const select = kept.words === undefined ? {} : { select: kept.words };
  return new Set(selectForSession(session, { resourceTypes, includeEmpty: true, ...select }).uniqueIds);
}

function generationOf(
  kept: Kept,
  session: Session,
  { isUnread = false }: { readonly isUnread?: boolean } = {},
): Generation {
  const { host } = kept.outer;
  const manifest = session.manifest();
  return Object.freeze({
    project: session.project(),
    manifest,
    graph: session.graph(),
    scope: isUnread ? null : scopeOf(kept, session),
    isUnread,
    deferral: () => deferralOf(session),
    environment(selected: readonly string[]) {
      const invocation = { ...kept.invocation, id: host.uuid(), startedAt: host.clock.now() };
      return { ...session.environment(selected), invocation, sink: kept.sink };
    },
  });
}

function parseWhole(kept: Kept, project: Project): Manifest {
  kept.files.files = undefined;
  const { host, events } = kept.outer;
  const errors: Diagnostic[] = [];
  const manifest = parseProject({
    host,
    project,
    invocation: kept.invocation,
    jinja: kept.first.jinja,
    plugin: adapterPlugin(project.target.type),
    createdAt: host.clock.now().getTime() / 1000,
    events,
    sink: {
      report(diagnostic) {
        if (diagnostic.severity === 'error') errors.push(diagnostic);
        else kept.sink.report(diagnostic);
      },
    },
  });
  if (errors.length > 0) throw new DiagnosticError(errors);
  return manifest;
}

/** Parses what was edited by way of the manifest before; undefined where that is not enough. */
function parseEdited(kept: Kept, before: Generation, changes: readonly FileChange[]): Manifest | undefined {
  if (before.isUnread || changes.some(({ event }) => event !== 'changed')) return undefined;
  const { host, events } = kept.outer;
  const { project, manifest } = before;
  const found = parseAgain({
    host,
    project,
    invocation: kept.invocation,
    jinja: kept.first.jinja,
    plugin: adapterPlugin(project.target.type),
    createdAt: host.clock.now().getTime() / 1000,
    events,
    sink: kept.sink,
    manifest,
    changed: new Set(changes.map(({ path }) => path)),
    kept: kept.files,
  });
  return found ?? undefined;
}

function reload(kept: Kept): Project {
  const { host, settings, events, signal } = kept.outer;
  const { invocation, sink, first } = kept;
  return loadSessionProject({ host, invocation, settings, events, signal, sink, jinja: first.jinja });
}

/** The project as the session knows it, for the room that watches. */
export function createWatchWorld(outer: Session): WatchWorld {
  const { host, events, settings, signal } = outer;
  const invocation = asBuild(outer.invocation);
  const first = createSession({ host, invocation, settings, events, signal });
  const kept: Kept = {
    outer,
    invocation,
    sink: onlyNew(first.sink),
    first,
    files: { files: undefined },
    words: undefined,
  };
  let current: { readonly generation: Generation; readonly parsed: Parsed } | undefined;
  const library = (manifest: Manifest, project: Project): (() => MacroLibrary) => {
    let made: MacroLibrary | undefined;
    return () => {
      made ??= createMacroLibrary({
        macros: manifest.macros.values(),
        project,
        jinja: first.jinja,
        plugin: adapterPlugin(project.target.type),
      });
      return made;
    };
  };

  const take = (project: Project, manifest: Manifest): Generation => {
    const parsed = current?.parsed ?? first.parsed();
    const isSameLibrary =
      current?.generation.project === project && parsed.manifest.macros === manifest.macros;
    const next = {
      ...parsed,
      manifest,
      library: isSameLibrary ? parsed.library : library(manifest, project),
    };
    const earlier = current?.generation;
    const isSameGraph = earlier !== undefined && hasSameEdges(earlier.manifest, manifest);
    const session = sessionOf(kept, project, next, isSameGraph ? earlier.graph : undefined);
    current = { generation: generationOf(kept, session), parsed: next };
    return current.generation;
  };

  return {
    host,
    events,
    sink: kept.sink,
    project: first.project(),
    first() {
      const generation = generationOf(kept, first);
      current = { generation, parsed: first.parsed() };
      return generation;
    },
    unread() {
      const project = first.project();
      const manifest = emptyManifest(project);
      const parsed: Parsed = {
        manifest,
        facts: { counts: {}, pathCount: 0, osiLosses: [] },
        performance: undefined,
        identity: undefined,
        library: library(manifest, project),
        printed: () => undefined,
        close: () => {},
      };
      const generation = generationOf(kept, sessionOf(kept, project, parsed), { isUnread: true });
      current = { generation, parsed };
      return generation;
    },
    reparse(changes, isProjectChanged) {
      const before = current?.generation;
      const project = isProjectChanged || before === undefined ? reload(kept) : before.project;
      const edited =
        before === undefined || isProjectChanged ? undefined : parseEdited(kept, before, changes);
      return take(project, edited ?? parseWhole(kept, project));
    },
    select(words) {
      kept.words = words.length === 0 ? undefined : words;
      const { generation, parsed } = current ?? { generation: this.first(), parsed: first.parsed() };
      return take(generation.project, parsed.manifest);
    },
    openAdapter: (project) =>
      adapterPlugin(project.target.type).open({
        project,
        target: project.target,
        host,
        sink: kept.sink,
        events,
      }),
    openChecker: (project) =>
      openChecker({ project, plugin: adapterPlugin(project.target.type), host, sink: kept.sink }),
    async makePage() {
      const { generation, parsed } = current ?? { generation: this.first(), parsed: first.parsed() };
      return makePage({ outer, invocation, jinja: first.jinja, generation, parsed });
    },
    preview: (rows) => ({ text: previewText(rows), json: previewJson(rows) }),
    close: () => first.close(),
  };
}
