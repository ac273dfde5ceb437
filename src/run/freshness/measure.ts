import {
  createSourceScope,
  externalLocation,
  type FreshnessAnswer,
  type RunEnvironment,
  readFreshness,
  type SourceScope,
} from '../../context/index.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { SourceDefinition, SourceFreshness } from '../../domain/index.ts';
import { builtInMacro } from '../built-in-macro.ts';
import type { Session } from '../session.ts';

export interface MeasureOptions {
  readonly source: SourceDefinition;
  readonly environment: RunEnvironment;
  readonly session: Session;
  readonly threadId: string;
}

/** How fresh a source is, and what the engine said when it was asked. */
export interface Measured {
  readonly freshness: SourceFreshness;
  readonly response: Readonly<Record<string, unknown>>;
}

/** Midnight of the first day that Python knows: where nothing was ever loaded. */
const NEVER = -62_135_596_800_000_000n;

function measured(maxLoadedAt: bigint, snapshottedAt: bigint): SourceFreshness {
  return { maxLoadedAt, snapshottedAt, age: Number(snapshottedAt - maxLoadedAt) / 1e6 };
}

/** The moment of the call, where somebody pinned it: a check can be repeated as of then. */
function pinnedNow({ host }: RunEnvironment): bigint | undefined {
  return host.env.get('SLUICE_NOW') === undefined ? undefined : microsNow(host.clock.now());
}

const microsNow = (moment: Date): bigint => BigInt(moment.getTime()) * 1000n;

async function askMacro(
  { environment }: MeasureOptions,
  scope: SourceScope,
  request: { readonly macroName: string; readonly keywords: Readonly<Record<string, unknown>> },
): Promise<FreshnessAnswer> {
  const { macroName, keywords } = request;
  const macro = builtInMacro(environment, macroName);
  const answer = await scope.macros.call(macro, [], { source: scope.relation, ...keywords });
  const read = readFreshness(answer, macroName);
  if (read.isBareTable) {
    const message = `the macro '${macroName}' gives a table alone`;
    environment.sink.report(
      diagnostic('D111', message, {
        span: macro.span,
        dbtMessage:
          "The 'collect_freshness' macro signature has changed to return the full query result, rather than just a table of values. See the v1.5 migration guide for details on how to update your custom macro: https://docs.getdbt.com/guides/migration/versions/upgrading-to-v1.5",
      }),
    );
  }
  return read;
}

async function askQuery(
  options: MeasureOptions,
  scope: SourceScope,
  query: string,
): Promise<FreshnessAnswer> {
  const { source, environment } = options;
  const template = environment.jinja.parseTemplate({ path: source.originalFilePath, text: query });
  const { text } = await template.render(scope.query.scope, { frameName: `source ${source.name}` });
  const macroName = 'collect_freshness_custom_sql';
  return askMacro(options, scope, { macroName, keywords: { loaded_at_query: text } });
}

/** The time of the newest file behind a source; undefined when it is not kept in files that can be listed. */
async function newestFile({ source, environment, session }: MeasureOptions): Promise<bigint | undefined> {
  const location = externalLocation(source);
  if (location === null) return undefined;
  const { adapter, connection } = await session.open();
  const scan = await adapter.filesBehind(connection, location);
  const newest = scan?.files[0]?.modifiedAt;
  if (newest === undefined || newest === null) return undefined;
  if (source.freshness?.filter != null) {
    const text = `A filter cannot be applied to a metadata freshness check on source '${source.name}'.`;
    environment.events({ type: 'message', level: 'warn', name: 'Note', text });
  }
  return BigInt(Math.round(newest * 1000));
}

function cannotTell({ source, environment }: MeasureOptions): DiagnosticError {
  const dbtMessage = `Could not compute freshness for source ${source.name}: no 'loaded_at_field' provided and ${environment.plugin.name} adapter does not support metadata-based freshness checks.`;
  const message = `the freshness of source '${source.sourceName}.${source.name}' cannot be told without a 'loaded_at_field'`;
  return new DiagnosticError(
    diagnostic('D113', message, {
      span: source.span,
      uniqueId: source.uniqueId,
      hint: "Name a column with 'loaded_at_field', or write a 'loaded_at_query'.",
      dbtMessage,
    }),
  );
}

/**
 * Measures a source by its `loaded_at_query`, else by its `loaded_at_field`, else by the files that it is kept in. What goes
 * wrong is thrown as a `DiagnosticError`.
 */
export async function measureFreshness(options: MeasureOptions): Promise<Measured> {
  const { source, environment } = options;
  const scope = createSourceScope({ ...options, database: options.session });
  const { loadedAtField, loadedAtQuery } = source;
  if (loadedAtQuery === null && loadedAtField === null) {
    const newest = await newestFile(options);
    if (newest === undefined) throw cannotTell(options);
    return { freshness: measured(newest, microsNow(environment.host.clock.now())), response: {} };
  }
  const answer =
    loadedAtQuery === null
      ? await askMacro(options, scope, {
          macroName: 'collect_freshness',
          keywords: { loaded_at_field: loadedAtField, filter: source.freshness?.filter ?? null },
        })
      : await askQuery(options, scope, loadedAtQuery);
  const now = pinnedNow(environment) ?? answer.snapshottedAt;
  return { freshness: measured(answer.maxLoadedAt ?? NEVER, now), response: answer.response };
}
