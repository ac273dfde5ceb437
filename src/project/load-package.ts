import { join } from 'node:path';
import { isMapping, mappingRecord, pythonRepr } from '../base/index.ts';
import type { YamlPath } from '../base/yaml/index.ts';
import { type DiagnosticSink, diagnostic, type Span } from '../diagnostics/index.ts';
import { DBT_VERSION, type Package } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja, Scope } from '../jinja/index.ts';
import { buildPackage } from './build-package.ts';
import { checkProjectFile } from './check-project-file.ts';
import { renderYaml } from './render-yaml.ts';
import { isPossible, readVersion, satisfies, type VersionSpec, versionText } from './version-range.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

type Dict = Readonly<Record<string, unknown>>;

export interface LoadPackageOptions {
  readonly host: Host;
  readonly jinja: Jinja;
  readonly sink: DiagnosticSink;
  readonly scope: Scope;
  /** The package's `dbt_project.yml`, read before. */
  readonly file: YamlFile;
  readonly root: string;
  readonly isRoot: boolean;
  readonly isInternal: boolean;
  /** Whether `require-dbt-version` is enforced. */
  readonly versionCheck: boolean;
  /** Variables of `vars.yml`, which take the place of `vars:`. */
  readonly varsFromFile?: Dict;
}

/** A package and what its file says beyond it. */
export interface LoadedPackage {
  readonly package: Package;
  /** All rendered values of the file. */
  readonly values: Dict;
}

/** Reads the `dbt_project.yml` of a folder. Undefined when there is none; whatever is wrong with it goes to the sink. */
export function readProjectFile(options: {
  readonly host: Host;
  readonly folder: string;
  readonly shownFrom: string;
  readonly sink: DiagnosticSink;
}): YamlFile | undefined {
  const path = join(options.folder, 'dbt_project.yml');
  const file = readYamlFile({ host: options.host, path, root: options.shownFrom, sink: options.sink });
  if (file === undefined || !file.isValid || isMapping(file.value)) return file;
  options.sink.report(
    diagnostic('P002', 'dbt_project.yml holds no mapping', {
      span: { source: file.source, start: 0, end: file.source.text.length },
      hint: 'It needs at least a line such as `name: my_project`.',
      dbtMessage: 'dbt_project.yml does not parse to a dictionary',
    }),
  );
  return file;
}

const LATE_SECTIONS = new Set(['on-run-start', 'on-run-end', 'query-comment', 'vars']);
const HOOK_SECTIONS = new Set(['seeds', 'models', 'snapshots', 'tests', 'data_tests']);
const HOOK_KEYS = new Set(['pre-hook', 'post-hook', 'pre_hook', 'post_hook']);

/** What of `dbt_project.yml` is rendered later, when it is used: hooks, variables, the query comment. */
function rendersLater(path: YamlPath): boolean {
  const first = String(path[0]);
  if (LATE_SECTIONS.has(first)) return true;
  if (!HOOK_SECTIONS.has(first)) return false;
  return path.some((part) => HOOK_KEYS.has(String(part).replace(/^[+ ]+/, '')));
}

/** Renders and checks a package's file and builds the package; what is wrong goes to the sink. */
export function loadPackage(options: LoadPackageOptions): LoadedPackage {
  const written: Dict = isMapping(options.file.value) ? mappingRecord(options.file.value) : {};
  const values = renderYaml({ ...options, skip: rendersLater }, written) as Dict;
  checkProjectFile(options, values);
  if (options.versionCheck) checkVersion(options, values);
  const own = isMapping(written['vars']) ? mappingRecord(written['vars']) : {};
  const built = buildPackage({ ...options, values, written, vars: options.varsFromFile ?? own });
  return { package: built, values };
}

function checkVersion(options: LoadPackageOptions, values: Dict): void {
  const required = values['require-dbt-version'];
  if (required === undefined || required === null) return;
  const texts = typeof required === 'string' ? required.split(',') : required;
  if (!Array.isArray(texts)) return;
  const span = options.file.spanOf(['require-dbt-version']);
  const specs: VersionSpec[] = [];
  for (const text of texts) {
    const spec = readVersion(String(text));
    if (spec === undefined) {
      reportUnreadable(options, String(text), span);
      return;
    }
    specs.push(spec);
  }
  reportMismatch(options, { name: String(values['name']), specs, span });
}

function reportUnreadable(options: LoadPackageOptions, text: string, span: Span | undefined): void {
  options.sink.report(
    diagnostic('P009', `'${text}' is not a full semantic version`, {
      span,
      hint: 'Write all three parts and no blanks, such as ">=1.8.0".',
      dbtMessage: `"${text}" is not a valid semantic version.${encountered(options)}`,
    }),
  );
}

function encountered(options: LoadPackageOptions): string {
  return `\n\nError encountered in ${options.file.absolutePath}`;
}

interface Requirement {
  readonly name: string;
  readonly specs: readonly VersionSpec[];
  readonly span: Span | undefined;
}

function reportMismatch(options: LoadPackageOptions, { name, specs, span }: Requirement): void {
  const shown = pythonRepr(specs.map(versionText));
  const remedy = `Check for a different version of the '${name}' package, or run dbt again with --no-version-check\n`;
  if (!isPossible(specs)) {
    options.sink.report(
      diagnostic('P011', `no version of dbt can satisfy what '${name}' requires`, {
        span,
        dbtMessage: `The package version requirement can never be satisfied for the '${name}\npackage.\n  Required versions of dbt for '${name}': ${shown}\n${remedy}${encountered(options)}`,
      }),
    );
    return;
  }
  const installed = readVersion(DBT_VERSION) as VersionSpec;
  if (satisfies(installed, specs)) return;
  options.sink.report(
    diagnostic(
      'P010',
      `'${name}' requires dbt ${specs.map(versionText).join(', ')}, and this answers as ${DBT_VERSION}`,
      {
        span,
        hint: 'Use a version of the package that fits, or add --no-version-check.',
        dbtMessage: `This version of dbt is not supported with the '${name}' package.\n  Installed version of dbt: ${versionText(installed)}\n  Required version of dbt for '${name}': ${shown}\n${remedy}${encountered(options)}`,
      },
    ),
  );
}
