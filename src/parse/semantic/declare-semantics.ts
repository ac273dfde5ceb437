import type { DeclaredResource, UniqueId } from '../../domain/index.ts';
import { isDict } from '../config/plain.ts';
import { type NamedEntry, reportDuplicateEntry } from '../declare/collect.ts';
import type { Describe } from '../link/describe.ts';
import type { Lookups } from '../link/lookups.ts';
import { refProblem } from '../link/report-targets.ts';
import { resolveRef, type SearchRules } from '../link/resolve-names.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { PropertiesEntry } from '../properties/properties-file.ts';
import { type SemanticDraft, semanticDraft } from './declare-entry.ts';
import { buildMetrics, metricDraft } from './metrics.ts';
import { measureEntries } from './model-entries.ts';
import { buildSavedQuery } from './saved-query.ts';
import { buildSemanticModel, modelCall } from './semantic-model.ts';

export interface DeclareSemanticsOptions {
  readonly entries: readonly PropertiesEntry[];
  readonly lookups: Lookups;
  readonly rules: SearchRules;
  readonly describe: Describe;
  readonly environment: ParseEnvironment;
}

function draftsOf(
  options: DeclareSemanticsOptions,
  section: PropertiesEntry['section'],
  type: SemanticDraft['resourceType'],
): readonly SemanticDraft[] {
  return options.entries
    .filter((each) => each.section === section)
    .map((each) => semanticDraft(type, each, options.environment));
}

/** The model that a semantic model is about; reports that there is none. */
function modelOf(draft: SemanticDraft, { lookups, rules, environment }: DeclareSemanticsOptions) {
  const call = modelCall(draft);
  if (call === null) return null;
  const { packageName, originalFilePath } = draft.entry.file;
  const span = draft.entry.span(['model']);
  const found = resolveRef({ call, nodePackage: packageName, lookups, rules });
  if (found.kind === 'found') return found.target;
  const from = {
    resourceType: 'semantic_model',
    uniqueId: draft.uniqueId,
    originalFilePath,
    packageName,
    span,
  };
  const disabled = found.kind === 'disabled' ? found.target : null;
  environment.report(refProblem({ from, call: { ...call, span }, disabled, lookups }));
  return null;
}

function measuresOf(drafts: readonly SemanticDraft[]): ReadonlyMap<string, UniqueId> {
  const found = new Map<string, UniqueId>();
  for (const draft of drafts) {
    const measures = draft.entry.value['measures'];
    if (!Array.isArray(measures)) continue;
    for (const each of measures) if (isDict(each)) found.set(String(each['name']), draft.uniqueId);
  }
  return found;
}

/** As dbt meets them: file by file, and in each the metrics that are written out before those of measures. */
function inOrderOfFiles(
  drafts: readonly SemanticDraft[],
  entries: readonly PropertiesEntry[],
): readonly SemanticDraft[] {
  const byFile = new Map<unknown, SemanticDraft[]>(entries.map(({ file }) => [file, []]));
  for (const draft of drafts) byFile.get(draft.entry.file)?.push(draft);
  return [...byFile.values()].flat();
}

function entryName(draft: SemanticDraft): NamedEntry {
  return { ...draft, originalFilePath: draft.entry.file.originalFilePath };
}

function reportTwice(drafts: readonly SemanticDraft[], environment: ParseEnvironment): void {
  const known = new Map<UniqueId, SemanticDraft>();
  for (const draft of drafts) {
    if (draft.config['enabled'] === false) continue;
    const earlier = known.get(draft.uniqueId);
    if (earlier === undefined) known.set(draft.uniqueId, draft);
    else {
      reportDuplicateEntry(entryName(draft), entryName(earlier), {
        span: draft.entry.span(['name']),
        environment,
      });
    }
  }
}

/** The semantic models, metrics and saved queries of a project; disabled ones are marked by their config. */
export function declareSemantics(options: DeclareSemanticsOptions): readonly DeclaredResource[] {
  const { environment, describe } = options;
  const describing = (draft: SemanticDraft) => (text: string) =>
    describe({
      text,
      packageName: draft.entry.file.packageName,
      uniqueId: draft.uniqueId,
      span: draft.entry.span(['description']),
    }).text;
  const models = draftsOf(options, 'semantic_models', 'semantic_model');
  const semanticModels = models.map((draft) =>
    buildSemanticModel({
      draft,
      model: modelOf(draft, options),
      describe: describing(draft),
      createdAt: environment.createdAt,
    }),
  );
  const written = draftsOf(options, 'metrics', 'metric');
  const ofMeasures = models.flatMap((draft) =>
    measureEntries(draft.entry, draft.config).map((each) => semanticDraft('metric', each, environment)),
  );
  const drafts = inOrderOfFiles([...written, ...ofMeasures], options.entries);
  const saved = draftsOf(options, 'saved_queries', 'saved_query');
  reportTwice([...models, ...drafts, ...saved], environment);
  const metrics = buildMetrics(drafts.map(metricDraft), {
    environment,
    describe: (draft, text) => describing(draft)(text),
    measures: measuresOf(models),
    models: new Set(models.map((each) => each.uniqueId)),
  });
  const metricIds = new Map(metrics.map((each) => [each.name, each.uniqueId]));
  const queries = saved.map((draft) =>
    buildSavedQuery({ draft, metrics: metricIds, describe: describing(draft), environment }),
  );
  return [...semanticModels, ...metrics, ...queries];
}
