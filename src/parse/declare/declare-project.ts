import type {
  DeclaredResource,
  DocBlock,
  Exposure,
  Group,
  Macro,
  ModelNode,
  Node,
  UniqueId,
} from '../../domain/index.ts';
import { packageOf } from '../../domain/index.ts';
import type { Host } from '../../host/index.ts';
import { buildExposure, buildGroup } from '../build/build-exposure.ts';
import { buildNode } from '../build/build-node.ts';
import { buildSource } from '../build/build-source.ts';
import type { CodeResource } from '../build/code-resource.ts';
import { fileResources } from '../build/file-resources.ts';
import { applyOverrides } from '../build/override-source.ts';
import { extractDocs } from '../extract/extract-docs.ts';
import { resourceNameOf } from '../files/file-kinds.ts';
import type { PackageFiles } from '../files/read-files.ts';
import type { Declarations } from '../link/link-manifest.ts';
import { indexRefs } from '../link/lookups.ts';
import { type ExtractedResource, matchPatches } from '../match/match-patches.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { type NodeProperties, nodeProperties } from '../properties/node-properties.ts';
import { type PropertiesEntry, readProperties, type Section } from '../properties/properties-file.ts';
import { type SourceProperties, sourceProperties } from '../properties/source-properties.ts';
import { modelEntries } from '../semantic/model-entries.ts';
import { checkKeys } from '../validate/check-keys.ts';
import { warnOfConstraints } from '../validate/misplaced-constraints.ts';
import { absorbOverloads } from './absorb-overloads.ts';
import {
  type Collection,
  createCollection,
  type NamedEntry,
  reportDuplicate,
  reportDuplicateEntry,
} from './collect.ts';
import { describeMacros } from './declare-macros.ts';
import { type DeclareTestsOptions, declareNodeTests, declareSourceTests } from './declare-tests.ts';
import { declareUnitTests } from './declare-unit-tests.ts';
import { extractResource } from './extract-resource.ts';
import { createPropertiesRenderer, createTestConfigRenderer } from './properties-renderer.ts';
import { yamlSnapshots } from './yaml-snapshots.ts';

export interface DeclareOptions {
  readonly files: ReadonlyMap<string, PackageFiles>;
  readonly macros: readonly Macro[];
  readonly environment: ParseEnvironment;
  readonly host: Host;
}

const NODE_SECTIONS: ReadonlySet<Section> = new Set([
  'models',
  'seeds',
  'snapshots',
  'analyses',
  'data_tests',
  'functions',
]);
const SEMANTIC_SECTIONS: ReadonlySet<Section> = new Set(['metrics', 'semantic_models', 'saved_queries']);
const TESTED_SECTIONS: ReadonlySet<Section> = new Set(['models', 'seeds', 'snapshots']);

function resourcesOf(options: DeclareOptions): readonly ExtractedResource[] {
  const { files, environment, host } = options;
  const sink = { report: environment.report };
  return [...files].flatMap(([name, each]) => {
    const from = packageOf(environment.project, name);
    if (from === undefined) return [];
    const { project, jinja, measure } = environment;
    let last: CodeResource['file'] = null;
    return fileResources({ host, project, from, files: each, jinja, sink }).map((resource) => {
      const { file } = resource;
      const extract = () => ({ resource, extract: extractResource(resource, environment) });
      if (file === null) return extract();
      const files = file === last ? 0 : 1;
      last = file;
      return measure.kind({ packageName: name, kind: file.kind, files }, extract);
    });
  });
}

function docsIn({ files, environment }: DeclareOptions): ReadonlyMap<UniqueId, DocBlock> {
  const sink = { report: environment.report };
  const { jinja, measure } = environment;
  const all = [...files].flatMap(([packageName, { docs }]) =>
    measure.kind({ packageName, kind: 'docs', files: docs.length }, () =>
      extractDocs({ files: docs, jinja, sink }),
    ),
  );
  return new Map(all.map((each) => [each.uniqueId, each]));
}

/** Finds the node that a test is put on: an enabled one by name and package, else a disabled one. */
function nodeFinder(collection: Collection): DeclareTestsOptions['findNode'] {
  const refs = indexRefs(collection.nodes.values());
  const disabled = new Map<string, Node>();
  for (const nodes of collection.disabled.values()) {
    const [first] = nodes;
    if (first === undefined || !('rawCode' in first)) continue;
    const name =
      first.resourceType === 'model' && first.version !== null
        ? `${first.name}.v${first.version}`
        : first.name;
    if (!disabled.has(name)) disabled.set(name, first);
  }
  return (name, packageName, version) => {
    const found = refs.get(version ? `${name}.v${version}` : name)?.get(packageName);
    return found ?? disabled.get(name) ?? null;
  };
}

interface Entries {
  readonly all: readonly PropertiesEntry[];
  readonly nodes: readonly NodeProperties[];
  readonly sources: readonly SourceProperties[];
}

function entriesOf({ files, environment }: DeclareOptions): Entries {
  const sink = { report: environment.report };
  const { extracts } = environment;
  const all = [...files].flatMap(([packageName, each]) => {
    const renderText = createPropertiesRenderer(environment, packageName);
    const { properties } = each;
    return environment.measure.kind({ packageName, kind: 'properties', files: properties.length }, () =>
      properties.flatMap((file) => readProperties({ file, renderText, sink, extracts }).entries),
    );
  });
  return {
    all,
    nodes: all.filter((each) => NODE_SECTIONS.has(each.section)).map((each) => nodeProperties(each, sink)),
    sources: applyOverrides(
      all.filter((each) => each.section === 'sources').map((each) => sourceProperties(each, sink)),
      sink,
    ),
  };
}

function declareTests(entries: Entries, collection: Collection, options: DeclareTestsOptions): void {
  for (const properties of entries.nodes) {
    if (!TESTED_SECTIONS.has(properties.entry.section)) continue;
    for (const test of declareNodeTests(properties, options)) collection.addNode(test);
  }
  for (const source of entries.sources) {
    for (const table of source.tables) {
      for (const test of declareSourceTests({ source, table }, options)) collection.addNode(test);
    }
  }
}

function declareExposures(entries: Entries, collection: Collection, environment: ParseEnvironment) {
  const exposures = new Map<UniqueId, Exposure>();
  for (const entry of entries.all) {
    if (entry.section !== 'exposures') continue;
    const exposure = buildExposure(entry, environment);
    const earlier = exposures.get(exposure.uniqueId);
    if (!exposure.config.enabled) collection.addDisabled(exposure);
    else if (earlier === undefined) exposures.set(exposure.uniqueId, exposure);
    else reportDuplicate(exposure, earlier, environment);
  }
  return exposures;
}

function declareGroups(entries: Entries, environment: ParseEnvironment): ReadonlyMap<UniqueId, Group> {
  const groups = new Map<UniqueId, Group>();
  for (const entry of entries.all) {
    if (entry.section !== 'groups') continue;
    const group = buildGroup(entry, environment);
    const earlier = groups.get(group.uniqueId);
    if (earlier === undefined) groups.set(group.uniqueId, group);
    else reportDuplicate(group, earlier, environment);
  }
  return groups;
}

/** Versions of models by package and name, indexed once: every unit test asks for those of its model. */
function versionsIn(collection: Collection) {
  const versions = new Map<string, ModelNode[]>();
  for (const node of collection.nodes.values()) {
    if (node.resourceType !== 'model' || node.version === null) continue;
    const key = `${node.packageName}.${node.name}`;
    const known = versions.get(key);
    if (known === undefined) versions.set(key, [node]);
    else known.push(node);
  }
  return (name: string, packageName: string): readonly ModelNode[] =>
    versions.get(`${packageName}.${name}`) ?? [];
}

/** Reports fixtures of unit tests that have the same name. */
function reportFixtures({ files, environment }: DeclareOptions): void {
  for (const [packageName, { fixture: fixtures }] of files) {
    const found = new Map<string, NamedEntry>();
    for (const { relativePath, originalFilePath, source } of fixtures) {
      const name = resourceNameOf(relativePath, false);
      const uniqueId = `fixture.${packageName}.${name}`;
      const one: NamedEntry = { resourceType: 'fixture', name, uniqueId, originalFilePath };
      const earlier = found.get(name);
      if (earlier === undefined) found.set(name, one);
      else reportDuplicateEntry(one, earlier, { span: { source, start: 0, end: 0 }, environment });
    }
  }
}

/** Declares unit tests; disabled ones are put with everything else that is disabled. */
function declareOthers(
  entries: Entries,
  collection: Collection,
  options: DeclareOptions,
): readonly DeclaredResource[] {
  const { environment, host, files } = options;
  const declared: DeclaredResource[] = [];
  const findNode = nodeFinder(collection);
  const versionsOf = versionsIn(collection);
  for (const entry of entries.all) {
    if (entry.section !== 'unit_tests') continue;
    const tests = declareUnitTests(entry, {
      environment,
      host,
      findNode,
      versionsOf,
      findFixture: (name, packageName) =>
        files.get(packageName)?.fixture.find((each) => resourceNameOf(each.relativePath, false) === name) ??
        null,
      pathOf: () => entry.file.originalFilePath,
    });
    for (const test of tests) {
      const earlier = declared.find((each) => each.uniqueId === test.uniqueId);
      if (test.config['enabled'] === false) collection.addDisabled(test);
      else if (earlier === undefined) declared.push(test);
      else reportDuplicateEntry(test, earlier, { span: entry.span(['name']), environment });
    }
  }
  return declared;
}

/** Everything that the files of a project declare, with properties applied; references are not resolved yet. */
export function declareProject(options: DeclareOptions): Declarations {
  const { macros, environment } = options;
  const entries = entriesOf(options);
  checkKeys(
    entries.all.filter((each) => each.file.packageName === environment.project.name),
    { report: environment.report },
  );
  warnOfConstraints(entries.all, environment);
  reportFixtures(options);
  const collection = createCollection(environment);
  const resources = [...resourcesOf(options), ...yamlSnapshots(entries.all, environment)];
  for (const request of matchPatches(resources, entries.nodes, environment)) {
    collection.addNode(buildNode(request, environment));
  }
  absorbOverloads(collection.functions, entries.nodes, environment);
  declareTests(entries, collection, {
    environment,
    findNode: nodeFinder(collection),
    renderConfig: (text, entry, test) =>
      createTestConfigRenderer(environment, entry.file.packageName)(text, entry.span(test.path)),
  });
  environment.measure.stage('patch_sources', () => {
    for (const source of entries.sources) {
      for (const table of source.tables) collection.addSource(buildSource({ source, table }, environment));
    }
  });
  const macrosById = new Map(macros.map((each) => [each.uniqueId, each]));
  const macroEntries = entries.all.filter((each) => each.section === 'macros');
  return {
    nodes: collection.nodes,
    sources: collection.sources,
    functions: collection.functions,
    exposures: declareExposures(entries, collection, environment),
    groups: declareGroups(entries, environment),
    macros: describeMacros(macrosById, macroEntries, environment),
    docs: docsIn(options),
    declared: declareOthers(entries, collection, options),
    semanticEntries: [
      ...modelEntries(entries.nodes),
      ...entries.all.filter((each) => SEMANTIC_SECTIONS.has(each.section)),
    ],
    disabled: collection.disabled,
  };
}
