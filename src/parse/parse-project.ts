import { DiagnosticError } from '../diagnostics/index.ts';
import type { Macro, Manifest } from '../domain/index.ts';
import { createEnvironment, type ParseOptions } from './create-environment.ts';
import { declareProject } from './declare/declare-project.ts';
import { extractMacros } from './extract/extract-macros.ts';
import { countFiles, type PackageFiles, readPackages } from './files/read-files.ts';
import { type Declarations, linkManifest } from './link/link-manifest.ts';
import { createLookups } from './link/lookups.ts';
import { searchRules } from './link/resolve-names.ts';
import { createParseMeasure } from './measure.ts';
import type { ParseEnvironment } from './parse-environment.ts';
import { checkConfigPaths } from './validate/check-config-paths.ts';
import { checkCycles } from './validate/check-cycles.ts';
import { checkManifest } from './validate/check-manifest.ts';
import { checkNames } from './validate/check-names.ts';
import { warnOfOsiDocuments } from './validate/check-osi.ts';
import { checkTimeSpines } from './validate/check-time-spines.ts';
import { warnOfDeprecatedModels } from './validate/deprecated-models.ts';
import { checkSemantics } from './validate/semantics/check-semantics.ts';

function readMacros(options: ParseOptions, files: ReadonlyMap<string, PackageFiles>): readonly Macro[] {
  const { jinja, sink, createdAt } = options;
  return [...files.values()].flatMap((each) =>
    extractMacros({ files: [...each.macro, ...each.genericTest], jinja, createdAt, sink }),
  );
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

/**
 * Everything that a project's files declare, linked: read, extract, match with properties, build, link, validate. Errors and
 * warnings go to `sink`, as many as can be found; a caller that needs a sound manifest asks it for errors afterwards. The
 * database is not touched.
 */
export function parseProject(options: ParseOptions): Manifest {
  const { project, host } = options;
  const { measure = createParseMeasure(() => 0) } = options;
  const files = measure.stage('read_files', () => readPackages(project, host));
  const count = countFiles(files);
  measure.found(count);
  measure.parsed(count);
  const { environment, macros } = measure.stage('load_macros', () => {
    const read = readMacros(options, files);
    const made = createEnvironment({ ...options, measure, macros: read });
    return { environment: made, macros: withDependencies(read, made) };
  });
  const declarations = measure.stage('parse_project', () =>
    declareProject({ files, macros, environment, host }),
  );
  return measure.stage('process_manifest', () => finished(declarations, environment));
}

/** Everything declared, linked and checked. */
function finished(declarations: Declarations, environment: ParseEnvironment): Manifest {
  const lookups = createLookups({
    nodes: declarations.nodes.values(),
    sources: declarations.sources.values(),
    docs: declarations.docs.values(),
    functions: declarations.functions.values(),
    disabled: declarations.disabled,
  });
  const rules = searchRules(environment);
  const manifest = linkManifest({ declarations, lookups, rules, environment });
  checkManifest(manifest, environment);
  warnOfDeprecatedModels(manifest, environment);
  checkNames(manifest, environment);
  checkCycles(manifest, environment);
  checkConfigPaths(manifest, environment);
  // dbt ends with the first of the two that finds a fault.
  if (checkTimeSpines(manifest, environment)) checkSemantics(manifest, environment);
  warnOfOsiDocuments(environment);
  return manifest;
}
