import { adapterPlugin } from '../adapter/index.ts';
import { writeManifest } from '../artifacts/index.ts';
import { createMacroLibrary, type MacroLibrary } from '../context/index.ts';
import { type Diagnostic, DiagnosticError, type DiagnosticSink } from '../diagnostics/index.ts';
import type { Manifest, Project } from '../domain/index.ts';
import type { Jinja } from '../jinja/index.ts';
import { parseProject } from '../parse/index.ts';
import { isSet } from './flags/read-flags.ts';
import type { SessionOptions } from './session.ts';

export interface Parsed {
  readonly manifest: Manifest;
  readonly library: MacroLibrary;
}

export interface ParseSessionOptions extends SessionOptions {
  readonly project: Project;
  readonly sink: DiagnosticSink;
  readonly jinja: Jinja;
}

/** How many there are of each kind, in dbt's order and words. */
function countResources(manifest: Manifest): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { resourceType } of manifest.nodes.values()) {
    const kind = resourceType === 'test' ? 'data test' : resourceType;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return {
    ...counts,
    source: manifest.sources.size,
    exposure: manifest.exposures.size,
    metric: manifest.metrics.size,
    macro: manifest.macros.size,
    group: manifest.groups.size,
    'semantic model': manifest.semanticModels.size,
    'saved query': manifest.savedQueries.size,
    'unit test': manifest.unitTests.size,
  };
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

/** Parses the project and writes manifest.json. Throws a `DiagnosticError` with every error that was found. */
export function parseSession(options: ParseSessionOptions): Parsed {
  const { host, project, invocation, events, jinja } = options;
  const errors: Diagnostic[] = [];
  const plugin = adapterPlugin(project.target.type);
  const started = host.clock.monotonic();
  const sink = collecting(options.sink, errors);
  const manifest = parseProject({ project, host, jinja, plugin, invocation, events, sink });
  if (errors.length > 0) throw new DiagnosticError(errors);
  if (isSet(options, 'write_json')) writeManifest(host, { manifest, project, invocation });
  const milliseconds = host.clock.monotonic() - started;
  events({ type: 'projectFound', counts: countResources(manifest), milliseconds });
  const library = createMacroLibrary({ macros: manifest.macros.values(), project, jinja, plugin });
  return { manifest, library };
}
