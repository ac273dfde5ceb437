import { type AdapterPlugin, adapterPlugin } from '../adapter/index.ts';
import { renewManifest, writeManifest } from '../artifacts/index.ts';
import {
  type BodyCopy,
  BrokenFile,
  type Found,
  type Inputs,
  isMarked,
  joinInputs,
  observe,
  type SectionIdentity,
  type Snapshot,
  setMark,
} from '../cache/index.ts';
import { createMacroLibrary, type MacroLibrary } from '../context/index.ts';
import { type Code, type Diagnostic, DiagnosticError, type DiagnosticSink } from '../diagnostics/index.ts';
import type { Manifest, Project } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja } from '../jinja/index.ts';
import { createParseMeasure, type ParsePerformance, parseAgain, parseProject } from '../parse/index.ts';
import { textFlag, wordsFlag } from './flags/read-flags.ts';
import { openParseCache, type ParseCache, recorder, tellAgain } from './parse-cache.ts';
import { hasSemanticArtifacts, writeSemanticArtifacts } from './semantic-artifacts.ts';
import type { SessionOptions } from './session.ts';
import {
  keep,
  type Made,
  markPlace,
  type ParseFacts,
  storedFacts,
  storeEdit,
  storeParse,
  tellManifest,
  writesManifest,
} from './store-parse.ts';

export interface Parsed {
  readonly manifest: Manifest;
  readonly facts: ParseFacts;
  /** Undefined when an earlier parse was taken as it was. */
  readonly performance: ParsePerformance | undefined;
  /** What tells the kept parse from others, where it was taken as it was. */
  readonly identity: SectionIdentity | undefined;
  readonly library: () => MacroLibrary;
  /** Entries of manifest.json by what they are the entries of, as far as they were printed before. */
  readonly printed: () => BodyCopy | undefined;
  readonly close: () => void;
}

export interface ParseSessionOptions extends SessionOptions {
  readonly project: Project;
  readonly sink: DiagnosticSink;
  readonly jinja: Jinja;
}

/** Keeps errors, so that all of them are told together, and passes the rest on. */
function collecting(sink: DiagnosticSink, errors: Diagnostic[]): DiagnosticSink {
  return {
    report(diagnostic) {
      if (diagnostic.severity === 'error') errors.push(diagnostic);
      else sink.report(diagnostic);
    },
  };
}

type FoundSnapshot = Extract<Found, { readonly inputs: Inputs }>;

interface ParseCall {
  readonly options: ParseSessionOptions;
  readonly plugin: AdapterPlugin;
  readonly cache: ParseCache | undefined;
}

/** More edited files than this are parsed with everything else: most of the project is touched then. */
const MANY = 200;

/** dbt counts when it builds the graph: not for SQL of `run-operation --sql`, nor for a `show` of nothing. */
function tellsCounts(options: ParseSessionOptions): boolean {
  if (options.invocation.command !== 'show') return textFlag(options, 'sql') === undefined;
  const isNamed = (name: string) => textFlag(options, name) !== undefined;
  return wordsFlag(options, 'select').length > 0 || isNamed('selector') || isNamed('inline');
}

/** SQL of the command line is one more node, before the macros. */
function countsOf(options: ParseSessionOptions, counts: Readonly<Record<string, number>>) {
  if (textFlag(options, 'inline') === undefined) return counts;
  const { macro = 0, ...others } = counts;
  const before = Object.entries(others);
  const at = before.findIndex(([kind]) => kind === 'source');
  const place = at === -1 ? before.length : at;
  return Object.fromEntries([
    ...before.slice(0, place),
    ['sql operation', 1],
    ...before.slice(place),
    ['macro', macro],
  ]);
}

/** Writes manifest.json from a stored parse. False when what is stored turns out to be broken. */
function writeStored(options: ParseSessionOptions, snapshot: Snapshot): boolean {
  const { host, project, invocation, jinja } = options;
  const { manifest, body, bodyIdentity } = snapshot;
  if (!writesManifest(options)) return true;
  const parts = { manifest, project, invocation };
  const place = markPlace(options);
  try {
    const isRenewed =
      isMarked(place, bodyIdentity) && renewManifest(host, { ...parts, bodyLength: bodyIdentity.length });
    if (!isRenewed) writeManifest(host, { ...parts, body: body() });
    const { osiLosses } = storedFacts(snapshot);
    if (!hasSemanticArtifacts(options, osiLosses)) writeSemanticArtifacts({ host, project, jinja, manifest });
    setMark(place, bodyIdentity);
    tellManifest(options, osiLosses);
    return true;
  } catch (error) {
    if (error instanceof BrokenFile) return false;
    throw error;
  }
}

/** Parses anew what an edit touches; undefined when that is not enough. */
function fromEdited(call: ParseCall, found: FoundSnapshot): Made | undefined {
  const { options, plugin, cache } = call;
  const { snapshot, changed } = found;
  if (snapshot.told.length > 0 || snapshot.isWorn || changed.length > MANY) return undefined;
  if (cache?.isElsewhere !== false) return undefined;
  if (!writesManifest(options)) return undefined;
  const { host, project, invocation, jinja } = options;
  const observer = observe({ host, invocation });
  const measure = createParseMeasure(() => host.clock.monotonic());
  const extracts = cache.extracts();
  const manifest = parseAgain({
    ...observer.world,
    ...{ measure, extracts },
    ...{ project, jinja, plugin, sink: options.sink, events: options.events },
    createdAt: host.clock.now().getTime() / 1000,
    manifest: snapshot.manifest,
    changed: new Set(changed),
  });
  extracts.close();
  if (manifest === null) return undefined;
  const inputs = joinInputs(found.inputs, observer.inputs());
  return storeEdit({ options, cache, manifest, performance: measure.result(), inputs, snapshot });
}

function stored({ sink, events }: ParseSessionOptions, snapshot: Snapshot): Made {
  tellAgain(snapshot.told, sink, events);
  const { manifest } = snapshot;
  return { manifest, facts: storedFacts(snapshot), performance: undefined, earlier: snapshot };
}

function editedOrNot(call: ParseCall, found: FoundSnapshot): Made | undefined {
  try {
    return fromEdited(call, found);
  } catch (error) {
    if (error instanceof BrokenFile) return undefined;
    throw error;
  }
}

function fromCache(call: ParseCall, cache: ParseCache): Made | undefined {
  const { options } = call;
  const found = cache.find();
  const say = (reason: string) => {
    const text = `Nothing is reused of an earlier parse: ${reason}`;
    options.events({ type: 'message', level: 'debug', name: 'PartialParsingNotReused', text });
    return undefined;
  };
  if (found.snapshot === null) return say(found.reason);
  const { snapshot, changed } = found;
  let made: Made | undefined;
  try {
    if (changed.length > 0) made = editedOrNot(call, found) ?? say(`this changed: ${changed.join(', ')}`);
    else if (writeStored(options, snapshot)) made = stored(options, snapshot);
    else say('the stored manifest is broken');
  } finally {
    if (made === undefined) snapshot.close();
  }
  return made;
}

/** dbt parses nodes that read from each other in a circle, and fails where it orders them: `parse` only tells of it. */
const CYCLE: Code = 'N090';

/** Parses everything and stores the result. Throws a `DiagnosticError` with every error that was found. */
function fromFiles({ options, plugin, cache }: ParseCall): Made {
  const { host, project, invocation, jinja } = options;
  const errors: Diagnostic[] = [];
  const observer = observe({ host, invocation });
  const { told, sink, events } = recorder(options.sink, options.events);
  const measure = createParseMeasure(() => host.clock.monotonic());
  const extracts = cache?.extracts();
  const manifest = parseProject({
    ...observer.world,
    ...{ measure, extracts },
    ...{ project, jinja, plugin, events },
    createdAt: host.clock.now().getTime() / 1000,
    sink: collecting(sink, errors),
  });
  if (extracts !== undefined && writesManifest(options)) keep(options, extracts.write);
  extracts?.close();
  const cycles = invocation.command === 'parse' ? errors.filter(({ code }) => code === CYCLE) : [];
  if (errors.length > cycles.length) throw new DiagnosticError(errors);
  for (const each of cycles)
    options.events({ type: 'diagnostic', diagnostic: { ...each, severity: 'warning', kind: 'Note' } });
  const kept = cycles.length === 0 ? cache : undefined;
  const performance = measure.result();
  return storeParse({ options, cache: kept, manifest, performance, told, inputs: observer.inputs() });
}

function printedBy(earlier: Snapshot | undefined): BodyCopy | undefined {
  try {
    return earlier?.copyBody();
  } catch (error) {
    if (error instanceof BrokenFile) return undefined;
    throw error;
  }
}

/** What is found below a folder is looked up once: to compare with the earlier parse, and to parse. */
function withWalksKept(host: Host): Host {
  const { files } = host;
  const known = new Map<string, readonly string[]>();
  const walk = (folder: string): readonly string[] => {
    const found = known.get(folder) ?? files.walk(folder);
    known.set(folder, found);
    return found;
  };
  return { ...host, files: { ...files, walk } };
}

/**
 * The manifest of the project, from an earlier parse when nothing has changed since, and manifest.json written. Throws a
 * `DiagnosticError` with every error that was found.
 */
export function parseSession(given: ParseSessionOptions): Parsed {
  const options = { ...given, host: withWalksKept(given.host) };
  const { host, project, events, jinja } = options;
  const plugin = adapterPlugin(project.target.type);
  const started = host.clock.monotonic();
  const cache = openParseCache(options);
  const call = { options, plugin, cache };
  const made = (cache === undefined ? undefined : fromCache(call, cache)) ?? fromFiles(call);
  const milliseconds = host.clock.monotonic() - started;
  if (tellsCounts(options))
    events({ type: 'projectFound', counts: countsOf(options, made.facts.counts), milliseconds });
  let library: MacroLibrary | undefined;
  const { manifest, facts, performance, earlier } = made;
  return {
    manifest,
    facts,
    performance,
    identity: performance === undefined ? earlier?.bodyIdentity : undefined,
    printed: () => printedBy(earlier),
    close: () => earlier?.close(),
    library() {
      library ??= createMacroLibrary({ macros: made.manifest.macros.values(), project, jinja, plugin });
      return library;
    },
  };
}
