import type { AdapterPlugin } from '../adapter/contract.ts';
import { type ContextEnvironment, createMacroLibrary, createParseScope } from '../context/index.ts';
import type { DiagnosticSink } from '../diagnostics/index.ts';
import type { EventSink, Invocation, Macro, Project } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja } from '../jinja/contract.ts';
import type { CodeResource } from './build/code-resource.ts';
import { uniqueIdOf } from './build/code-resource.ts';
import { draftEntry } from './build/draft-entry.ts';
import { createNodeNamer } from './build/node-names.ts';
import { createRelationNamer } from './build/relation-name.ts';
import type { Dict } from './config/plain.ts';
import { createConfigResolver } from './config/resolve-config.ts';
import { type ExtractStore, worldOf } from './extract/kept-extract.ts';
import { createParseMeasure, type ParseMeasure } from './measure.ts';
import type { ParseEnvironment } from './parse-environment.ts';
import { createTestReach } from './tests/test-reach.ts';

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
  readonly measure?: ParseMeasure;
  readonly extracts?: ExtractStore | undefined;
}

export interface EnvironmentOptions extends ParseOptions {
  readonly macros: readonly Macro[];
}

/** Passes on what templates tell, and counts it. */
function counting({ sink, events }: Pick<ParseOptions, 'sink' | 'events'>) {
  let count = 0;
  return {
    told: () => count,
    sink: {
      report(diagnostic) {
        count++;
        sink.report(diagnostic);
      },
    } satisfies DiagnosticSink,
    events: ((event) => {
      count++;
      events(event);
    }) satisfies EventSink,
  };
}

/** What all steps of one parse share. */
export function createEnvironment(options: EnvironmentOptions): ParseEnvironment {
  const { project, host, jinja, plugin, invocation, sink, macros, createdAt, extracts } = options;
  const library = createMacroLibrary({ macros, project, jinja, plugin });
  const { told, ...outlets } = counting(options);
  const context: ContextEnvironment = { host, project, invocation, jinja, plugin, library, ...outlets };
  const { target } = project;
  const roots = new Map(project.packages.map((each) => [each.name, each.root]));
  let world: string | undefined;
  const environment: ParseEnvironment = {
    project,
    context,
    jinja,
    extracts,
    told,
    world() {
      world ??= worldOf(environment);
      return world;
    },
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
          toWire: () => draftEntry({ resource, uniqueId: uniqueIdOf(resource), config, project, createdAt }),
        },
      }),
    reaching: createTestReach(context),
    rootOf: (packageName) => roots.get(packageName) ?? project.root,
    storeFailures: invocation.flags['STORE_FAILURES'] === true,
    createdAt,
    measure: options.measure ?? createParseMeasure(() => 0),
    report: (diagnostic) => sink.report(diagnostic),
    flag: (name, fallback) => {
      const value = project.flags[name];
      return typeof value === 'boolean' ? value : fallback;
    },
  };
  return environment;
}
