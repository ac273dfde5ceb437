import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CatalogArtifact,
  catalogArtifact,
  type HistoryEntry,
  historyOfRunResults,
  readHistory,
  recordedFreshness,
  writeCatalog,
} from '../../artifacts/index.ts';
import { VERSION } from '../../base/index.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import { buildPayload, type DocsInput, renderPage } from '../../docs-site/index.ts';
import {
  type CompiledNode,
  type Event,
  type NodeResult,
  packageOf,
  type Relation,
  type RunResult,
  type UniqueId,
} from '../../domain/index.ts';
import { scrubberOf } from '../../host/index.ts';
import { secretsOf } from '../../project/index.ts';
import { compileSelected, type RunOptions, readCatalog } from '../../run/index.ts';
import type { Command } from '../command.ts';
import { isSet } from '../flags/read-flags.ts';
import { planForSession, tellConcurrency } from '../run-selected.ts';
import { selectForSession } from '../select.ts';
import type { Session } from '../session.ts';
import { throwFirstError } from '../throw-first-error.ts';
import { type AnalysisMeanwhile, analyzeMeanwhile } from './analyze-compiled.ts';
import { relationKey } from './columns-before.ts';
import { earlierNodes } from './earlier-nodes.ts';
import { projectImages } from './images.ts';
import { openInBrowser } from './open-in-browser.ts';
import { pageParts } from './page-parts.ts';
import { sourceFacts } from './source-facts.ts';

/** Everything that dbt compiles for its docs. */
const COMPILED = ['model', 'test', 'snapshot', 'analysis', 'seed', 'operation', 'function'];

/** What `docs generate` made. */
export interface DocsResult {
  readonly catalog: CatalogArtifact;
  /** Absolute path of the page. */
  readonly page: string;
  /** Null with `--no-compile`. */
  readonly compiled: RunResult | null;
}

function say(session: Session, name: string, text: string): void {
  session.events({ type: 'message', level: 'info', name, text });
}

interface Compiling {
  readonly session: Session;
  readonly plan: RunOptions;
  readonly leavesResults: boolean;
  readonly onResult: (result: NodeResult) => void;
}

async function compileAll({ session, plan, leavesResults, onResult }: Compiling): Promise<RunResult> {
  tellConcurrency(session, plan);
  const { events } = plan.environment;
  const environment = {
    ...plan.environment,
    events(event: Event) {
      if (event.type === 'nodeFinished') onResult(event.result);
      events(event);
    },
  };
  const quiet = leavesResults ? { later: () => {} } : {};
  const result = await compileSelected({ ...plan, ...quiet, environment, reportsEphemeral: false });
  throwFirstError(result);
  return result;
}

/** What is copied takes the place of what is there, which must not be anything but an older copy. */
function assetsOutside(folder: string) {
  const message = `the assets of '${folder}' would be copied out of the target folder`;
  return diagnostic('P046', message, { hint: 'Name a folder of the project in `asset-paths`.' });
}

function copyAssets({ host, project }: Session): void {
  const { root, targetPath, name } = project();
  for (const folder of packageOf(project(), name)?.assetPaths ?? []) {
    const target = join(targetPath, folder);
    const way = relative(targetPath, target);
    if (way === '' || way.split(sep)[0] === '..') throw new DiagnosticError(assetsOutside(folder));
    host.files.realFolders(targetPath, target);
    host.files.remove(target);
    for (const file of host.files.walk(join(root, folder))) {
      host.files.write(join(target, file), host.files.readBytes(join(root, folder, file)));
    }
  }
}

/** What belongs into the catalog: what was selected; null for everything, as without compiling. */
function selectedIds(session: Session): ReadonlySet<UniqueId> | null {
  if (isSet(session, 'empty_catalog')) return new Set();
  if (!isSet(session, 'compile')) return null;
  return new Set(
    selectForSession(session, { resourceTypes: [...COMPILED, 'source'], includeEmpty: true }).uniqueIds,
  );
}

async function makeCatalog(
  session: Session,
  selected: ReadonlySet<UniqueId> | null,
): Promise<CatalogArtifact> {
  const { host, invocation } = session;
  const isEmpty = isSet(session, 'empty_catalog');
  const manifest = session.manifest();
  const environment = session.environment([]);
  if (!isEmpty) say(session, 'BuildingCatalog', 'Building catalog');
  const { rows, errors } = isEmpty
    ? { rows: [], errors: [] }
    : await readCatalog({ environment, openAdapter: session.openAdapter, selected });
  const generatedAt = host.clock.now();
  const catalog = catalogArtifact({
    manifest,
    rows,
    errors,
    selected,
    invocation,
    env: host.env,
    generatedAt,
  });
  const path = writeCatalog(host.files, session.project().targetPath, catalog);
  if (errors.length > 0) {
    const text = `dbt encountered ${errors.length} failure${errors.length === 1 ? '' : 's'} while writing the catalog`;
    session.events({ type: 'message', level: 'error', name: 'WriteCatalogFailure', text });
  }
  say(session, 'CatalogWritten', `Catalog written to ${path}`);
  return catalog;
}

function rowsById(
  session: Session,
  counts: readonly { readonly relation: Relation; readonly rows: number }[],
): ReadonlyMap<UniqueId, number> {
  const byRelation = new Map(counts.map(({ relation, rows }) => [relationKey(relation), rows]));
  const { nodes, sources } = session.manifest();
  const found = new Map<UniqueId, number>();
  if (byRelation.size === 0) return found;
  for (const { uniqueId, resourceType, database, schema, alias } of nodes.values()) {
    if (resourceType === 'test') continue;
    const rows = byRelation.get(relationKey({ database, schema, identifier: alias }));
    if (rows !== undefined) found.set(uniqueId, rows);
  }
  for (const source of sources.values()) {
    const rows = byRelation.get(relationKey(source));
    if (rows !== undefined) found.set(source.uniqueId, rows);
  }
  return found;
}

/** What ran so far. A project that was run by something else has a `run_results.json` that the history does not know. */
function knownRuns(session: Session): readonly HistoryEntry[] {
  const { files } = session.host;
  const { root, targetPath } = session.project();
  const history = readHistory(files, root);
  const last = historyOfRunResults(files, join(targetPath, 'run_results.json'));
  const isKnown = history.some((each) => each.invocation === last[0]?.invocation);
  const isNewer = (last[0]?.at ?? '') > (history.at(-1)?.at ?? '');
  return isKnown || !isNewer ? history : [...history, ...last];
}

interface Gathered {
  readonly session: Session;
  readonly analysis: AnalysisMeanwhile;
  readonly result: RunResult | null;
  readonly catalog: CatalogArtifact;
  readonly history: readonly HistoryEntry[];
}

async function docsInput({ session, analysis, result, catalog, history }: Gathered): Promise<DocsInput> {
  const { host } = session;
  const project = session.project();
  const manifest = session.manifest();
  const compiled = new Map<UniqueId, CompiledNode>(
    (result?.results ?? []).flatMap(({ compiled }) =>
      compiled === null ? [] : [[compiled.node.uniqueId, compiled]],
    ),
  );
  const analyzed = await analysis.end({ compiled, catalog });
  const adapter = await session.openAdapter();
  const connection = await adapter.connect('docs');
  const generatedAt = host.clock.now();
  try {
    const counts = await adapter.rowCounts(connection);
    const facts = await sourceFacts({
      adapter,
      connection,
      sources: manifest.sources.values(),
      recorded: recordedFreshness(host.files, join(project.targetPath, 'sources.json')),
      now: generatedAt.getTime(),
    });
    return {
      project,
      manifest,
      graph: session.graph(),
      catalog,
      analysis: analyzed,
      compiled,
      rows: rowsById(session, counts),
      history,
      sourceFiles: facts.files,
      freshness: facts.freshness,
      earlier: earlierNodes(session),
      imageOf: projectImages(host.files, project),
      generatedAt,
      sluiceVersion: VERSION,
    };
  } finally {
    await connection.close();
  }
}

interface GatherOptions {
  readonly leavesResults: boolean;
  readonly history: readonly HistoryEntry[];
}

/** All that the page is made of. */
async function gather(session: Session, { leavesResults, history }: GatherOptions) {
  const plan = isSet(session, 'compile') ? planForSession(session, COMPILED) : null;
  const planned = new Set(plan?.plan.nodes.map((each) => each.uniqueId));
  const selected = selectedIds(session);
  const analysis = await analyzeMeanwhile({ session, planned, selected });
  try {
    const { take: onResult } = analysis;
    const compiled = plan && (await compileAll({ session, plan, leavesResults, onResult }));
    copyAssets(session);
    const catalog = await makeCatalog(session, selected);
    const input = await docsInput({ session, analysis, result: compiled, catalog, history });
    return { compiled, catalog, input };
  } finally {
    await analysis.abandon();
  }
}

export interface GenerateDocsOptions {
  /** Leave `run_results.json` as the last build has written it. Default false: as in dbt, compiling writes one. */
  readonly leavesResults?: boolean;
}

/** Compiles, asks the database, and writes `catalog.json` and the page. */
export async function generateDocs(
  session: Session,
  { leavesResults = false }: GenerateDocsOptions = {},
): Promise<DocsResult> {
  const { files, env } = session.host;
  const parts = pageParts(files);
  // Compiling writes a run_results.json of its own.
  const history = knownRuns(session);
  const { compiled, catalog, input } = await gather(session, { leavesResults, history });
  const { targetPath, name, root } = session.project();
  const payload = buildPayload(input);
  const html = await renderPage({
    title: `${name} · docs`,
    payload,
    parts,
    scrub: scrubberOf(secretsOf(env)),
  });
  const page = join(targetPath, 'index.html');
  files.writeAtomic(page, html);
  if (isSet(session, 'static')) files.writeAtomic(join(targetPath, 'static_index.html'), html);
  say(session, 'DocsWritten', `Docs written to ${relative(root, page)}`);
  if (isSet(session, 'open')) await openInBrowser(session, pathToFileURL(page).href);
  return { catalog, page, compiled };
}

/** Whether the catalog could be read whole and everything compiled. */
function succeeded({ catalog, compiled }: DocsResult): boolean {
  return catalog.errors === null && (compiled?.success ?? true);
}

/** `docs generate`: what dbt writes for its docs, and one page that holds everything. */
export const docsGenerateCommand: Command<DocsResult> = {
  name: 'generate',
  run: (session) => generateDocs(session),
  succeeded,
};
