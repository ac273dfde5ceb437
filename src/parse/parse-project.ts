import type { AdapterPlugin } from '../adapter/contract.ts';
import { type ContextEnvironment, createMacroLibrary, createParseScope } from '../context/index.ts';
import { DiagnosticError, type DiagnosticSink } from '../diagnostics/index.ts';
import type { EventSink, Invocation, Macro, Manifest, Project } from '../domain/index.ts';
import { buildGraph } from '../graph/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja } from '../jinja/contract.ts';
import { readIgnoreFile } from '../project/index.ts';
import type { CodeResource } from './build/code-resource.ts';
import { uniqueIdOf } from './build/code-resource.ts';
import { draftEntry } from './build/draft-entry.ts';
import { createNodeNamer } from './build/node-names.ts';
import { createRelationNamer } from './build/relation-name.ts';
import type { Dict } from './config/plain.ts';
import { createConfigResolver } from './config/resolve-config.ts';
import { declareProject } from './declare/declare-project.ts';
import { createDeprecations, type Deprecations } from './deprecations.ts';
import { extractMacros } from './extract/extract-macros.ts';
import { type PackageFiles, readFiles } from './files/read-files.ts';
import { linkManifest } from './link/link-manifest.ts';
import { createLookups } from './link/lookups.ts';
import type { ParseEnvironment } from './parse-environment.ts';
import { createTestReach } from './tests/test-reach.ts';
import { checkConfigPaths } from './validate/check-config-paths.ts';
import { checkContracts } from './validate/check-contracts.ts';
import { checkFunctions } from './validate/check-functions.ts';
import { checkMicrobatch } from './validate/check-microbatch.ts';
import { checkNames } from './validate/check-names.ts';
import { checkNodes } from './validate/check-nodes.ts';
import { checkSpaces } from './validate/check-spaces.ts';
import { warnOfDeprecatedModels } from './validate/deprecated-models.ts';

export interface ParseOptions {
  readonly project: Project;
  readonly host: Host;
  readonly jinja: Jinja;
  readonly plugin: AdapterPlugin;
  readonly invocation: Invocation;
  /** Seconds since 1970: what everything that is made here bears as its time. */
  readonly createdAt: number;
  /** Errors and warnings; parsing goes on after errors as far as it can. */
  readonly sink: DiagnosticSink;
  readonly events: EventSink;
}

function readPackages({ project, host }: ParseOptions): ReadonlyMap<string, PackageFiles> {
  return new Map(
    project.packages.map((from) => [
      from.name,
      readFiles({ host, project, from, isIgnored: readIgnoreFile(host, from.root) }),
    ]),
  );
}

function readMacros(options: ParseOptions, files: ReadonlyMap<string, PackageFiles>): readonly Macro[] {
  const { jinja, sink, createdAt } = options;
  return [...files.values()].flatMap((each) =>
    extractMacros({ files: [...each.macro, ...each.genericTest], jinja, createdAt, sink }),
  );
}

interface EnvironmentOptions extends ParseOptions {
  readonly macros: readonly Macro[];
  readonly deprecations: Deprecations;
}

function createEnvironment(options: EnvironmentOptions): ParseEnvironment {
  const { project, host, jinja, plugin, invocation, sink, events, macros, deprecations, createdAt } = options;
  const library = createMacroLibrary({ macros, project, jinja, plugin });
  const context: ContextEnvironment = { host, project, invocation, jinja, plugin, library, events, sink };
  const { target } = project;
  const roots = new Map(project.packages.map((each) => [each.name, each.root]));
  return {
    project,
    context,
    jinja,
    configs: createConfigResolver(project),
    namesOf: createNodeNamer(context),
    relationName: createRelationNamer(project, plugin.dialect),
    scopeOf: (resource: CodeResource, config: Dict) =>
      createParseScope({
        environment: context,
        draft: {
          resourceType: resource.kind,
          uniqueId: uniqueIdOf(resource),
          name: resource.name,
          packageName: resource.packageName,
          path: resource.path,
          originalFilePath: resource.originalFilePath,
          fqn: resource.fqn,
          alias: resource.name,
          database: target.database,
          schema: target.schema,
          toWire: () => draftEntry({ resource, config, project, createdAt }),
        },
      }),
    reaching: createTestReach(context),
    rootOf: (packageName) => roots.get(packageName) ?? project.root,
    storeFailures: invocation.flags['STORE_FAILURES'] === true,
    createdAt,
    report: (diagnostic) => sink.report(diagnostic),
    deprecate: deprecations.add,
    flag: (name, fallback) => {
      const value = project.flags[name];
      return typeof value === 'boolean' ? value : fallback;
    },
  };
}

/** Macros with what they call, found in their texts. */
function withDependencies(macros: readonly Macro[], environment: ParseEnvironment): readonly Macro[] {
  return macros.map((macro) => {
    try {
      const ids = environment.context.library.dependenciesOf(macro);
      return ids.length === 0 ? macro : Object.freeze({ ...macro, dependsOn: { macros: ids } });
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      for (const each of error.diagnostics) environment.report(each);
      return macro;
    }
  });
}

function checkCycles(manifest: Manifest, environment: ParseEnvironment): void {
  try {
    buildGraph(manifest);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const each of error.diagnostics) environment.report(each);
  }
}

/**
 * Everything that a project's files declare, linked: read, extract, match with properties, build, link, validate. Errors and
 * warnings go to `sink`, as many as can be found; a caller that needs a sound manifest asks it for errors afterwards. The
 * database is not touched.
 */
export function parseProject(options: ParseOptions): Manifest {
  const { project, host } = options;
  const files = readPackages(options);
  const macros = readMacros(options, files);
  const deprecations = createDeprecations();
  const environment = createEnvironment({ ...options, macros, deprecations });
  const declarations = declareProject({
    files,
    macros: withDependencies(macros, environment),
    environment,
    host,
  });
  const lookups = createLookups({
    nodes: declarations.nodes.values(),
    sources: declarations.sources.values(),
    docs: declarations.docs.values(),
    functions: declarations.functions.values(),
    disabled: declarations.disabled,
  });
  const rules = {
    rootPackage: project.name,
    ownPackageFirst: environment.flag('require_ref_searches_node_package_before_root', false),
  };
  const manifest = linkManifest({ declarations, lookups, rules, environment });
  checkNodes(manifest, environment);
  checkContracts(manifest, environment);
  checkMicrobatch(manifest, environment);
  checkFunctions(manifest, environment);
  checkSpaces(manifest, environment);
  warnOfDeprecatedModels(manifest, environment);
  checkNames(manifest, environment);
  checkCycles(manifest, environment);
  checkConfigPaths(manifest, environment);
  for (const each of deprecations.all()) environment.report(each);
  return manifest;
}
