import { hasSameLineage } from '../../artifacts/index.ts';
import { type Manifest, type Node, replacedIn, type UniqueId } from '../../domain/index.ts';
import { createEnvironment, type ParseOptions } from '../create-environment.ts';
import { declareProject } from '../declare/declare-project.ts';
import { countFiles, type KeptFiles, type PackageFiles, refreshFiles } from '../files/read-files.ts';
import { type Declarations, linkManifest } from '../link/link-manifest.ts';
import { createLookups } from '../link/lookups.ts';
import { searchRules } from '../link/resolve-names.ts';
import { createParseMeasure } from '../measure.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { checkConfigPaths } from '../validate/check-config-paths.ts';
import { checkCycles } from '../validate/check-cycles.ts';
import { checkManifest } from '../validate/check-manifest.ts';
import { checkNames } from '../validate/check-names.ts';
import { checkTimeSpines } from '../validate/check-time-spines.ts';
import { warnOfDeprecatedModels } from '../validate/deprecated-models.ts';
import { mergeNodes } from './merge-nodes.ts';
import { onlyTouched, type Touched, touchedFiles } from './touched-files.ts';
import { NeedsWholeParse, needsWholeParse } from './whole-parse.ts';

export interface EarlierParse {
  /** Of a parse that ended without a word. */
  readonly manifest: Manifest;
  /** Absolute paths of files whose text is another than then. Nothing else has changed that parsing looked at. */
  readonly changed: ReadonlySet<string>;
  /** Files of the parse before, where they are the same but for their texts; those of this one are left in it. */
  readonly kept?: KeptFiles;
}

const silent = {
  report: (): never => needsWholeParse('something is to be told'),
};

/** Things whose own content may follow from a node that they name. */
function checkFollowers(earlier: Manifest, touched: Touched): void {
  const { metrics, semanticModels, savedQueries, unitTests } = earlier;
  for (const all of [metrics, semanticModels, savedQueries, unitTests]) {
    for (const each of all.values()) {
      if (each.dependsOn.nodes.some((id) => touched.nodes.has(id)))
        needsWholeParse(`${each.uniqueId} follows`);
    }
  }
  for (const nodes of earlier.disabled.values()) {
    for (const { originalFilePath } of nodes) {
      for (const file of touched.files) {
        if (file.originalFilePath === originalFilePath)
          needsWholeParse(`${originalFilePath} has disabled nodes`);
      }
    }
  }
}

/** Touched files may declare nodes and nothing else. */
function checkDeclared(declarations: Declarations): void {
  const { sources, exposures, groups, docs, declared, semanticEntries, disabled, functions } = declarations;
  const sizes = [sources, exposures, groups, docs, disabled, functions].map((each) => each.size);
  if ([...sizes, declared.length, semanticEntries.length].some((each) => each > 0))
    needsWholeParse('more than nodes is declared');
}

/** Of all nodes those that could share the place of a relation: the other tests keep nothing. */
function relational(nodes: ReadonlyMap<UniqueId, Node>, made: ReadonlyMap<UniqueId, Node>) {
  const kept = [...nodes].filter(
    ([id, node]) => node.resourceType !== 'test' || made.has(id) || node.config['store_failures'] === true,
  );
  return new Map(kept);
}

/** The nodes that the touched files make, linked with all others. */
function linkMade(
  files: ReadonlyMap<string, PackageFiles>,
  earlier: Manifest,
  environment: ParseEnvironment,
): ReadonlyMap<UniqueId, Node> {
  const { host } = environment.context;
  const declarations = declareProject({ files, macros: [], environment, host });
  checkDeclared(declarations);
  const lookups = createLookups({
    nodes: [...earlier.nodes.values(), ...declarations.nodes.values()],
    sources: earlier.sources.values(),
    docs: earlier.docs.values(),
    functions: earlier.functions.values(),
    disabled: earlier.disabled,
  });
  return linkManifest({ declarations, lookups, rules: searchRules(environment), environment }).nodes;
}

interface Merged {
  readonly earlier: Manifest;
  readonly manifest: Manifest;
  readonly environment: ParseEnvironment;
}

/** What a project has to keep as a whole. */
function checkMerged(merged: Merged & { readonly made: ReadonlyMap<UniqueId, Node> }): void {
  const { earlier, manifest, made, environment } = merged;
  checkNames({ ...manifest, nodes: relational(manifest.nodes, made) }, environment);
  // Nothing but lineage makes a circle, and there was none.
  if (!hasSameLineage(earlier, manifest)) checkCycles(manifest, environment);
  checkConfigPaths(manifest, environment);
  checkTimeSpines(manifest, environment);
}

/** The same where nodes have the names and places of those before them: what follows from these was found well then. */
function checkReplaced(merged: Merged & { readonly replaced: ReadonlySet<UniqueId> }): void {
  const { earlier, manifest, replaced, environment } = merged;
  const only = (from: Manifest): Manifest => ({
    ...from,
    nodes: new Map([...replaced].map((id) => [id, from.nodes.get(id) as Node])),
  });
  if (!hasSameLineage(only(earlier), only(manifest))) checkCycles(manifest, environment);
  checkTimeSpines(manifest.semanticModels.size === 0 ? only(manifest) : manifest, environment);
}

function parseTouched(options: ParseOptions & EarlierParse): Manifest {
  const { project, host, manifest: earlier, changed } = options;
  const { measure = createParseMeasure(() => 0) } = options;
  const { kept = { files: undefined } } = options;
  const files = measure.stage('read_files', () => refreshFiles(kept, changed, { project, host }));
  kept.files = files;
  measure.found(countFiles(files));
  const touched = touchedFiles({ files, earlier, changed, sink: silent, extracts: options.extracts });
  measure.parsed(touched.files.size);
  checkFollowers(earlier, touched);
  const environment = createEnvironment({
    ...options,
    measure,
    macros: [...earlier.macros.values()],
    sink: silent,
    events: silent.report,
  });
  const made = measure.stage('parse_project', () =>
    linkMade(onlyTouched(files, touched.files), earlier, environment),
  );
  const properties = [...files.values()].flatMap((each) => each.properties);
  const nodes = mergeNodes({ earlier: earlier.nodes, touched, made, properties });
  checkManifest({ ...earlier, nodes: made, functions: new Map() }, environment);
  const manifest = Object.freeze({ ...earlier, nodes });
  warnOfDeprecatedModels(manifest, environment);
  const replaced = replacedIn(earlier.nodes, nodes);
  if (replaced !== null) checkReplaced({ earlier, manifest, replaced, environment });
  else checkMerged({ earlier, manifest, made, environment });
  return manifest;
}

/**
 * Parses an edited project by way of an earlier manifest: the files that changed, with what describes them and is described
 * with them, are parsed like any others and linked with the rest; all other nodes stay. Null when the edit reaches further,
 * or there would be anything to tell: then the project has to be parsed as a whole, which gives the same and more.
 */
export function parseAgain(options: ParseOptions & EarlierParse): Manifest | null {
  try {
    return parseTouched(options);
  } catch (error) {
    if (error instanceof NeedsWholeParse) return null;
    throw error;
  }
}
