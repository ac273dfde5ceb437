import { join } from 'node:path';
import { isMapping, mappingEntries, mappingGet, mappingRecord, pythonRepr } from '../base/index.ts';
import { type DiagnosticSink, diagnostic, type Span } from '../diagnostics/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja } from '../jinja/index.ts';
import { createBaseScope } from './base-scope.ts';
import { revealSecrets } from './env-var.ts';
import { type PackageSpec, readPackageSpec } from './package-spec.ts';
import { renderYaml } from './render-yaml.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

/** The packages that a project or package asks for. */
export interface PackagesFile {
  readonly fileName: 'packages.yml' | 'dependencies.yml';
  /** Undefined when there is no such file. */
  readonly file: YamlFile | undefined;
  readonly specs: readonly PackageSpec[];
}

export interface ReadPackagesOptions {
  readonly host: Host;
  readonly jinja: Jinja;
  readonly sink: DiagnosticSink;
  /** Folder of the project or package. */
  readonly folder: string;
  /** Folder against which people know paths. */
  readonly root: string;
  readonly cliVars: Readonly<Record<string, unknown>>;
  /** Whether Jinja in dependencies.yml is rendered: of the project's own file dbt renders none, of a package's all. */
  readonly rendersDependencies?: boolean;
}

const MALFORMED =
  'The packages.yml file in this project is malformed. Please double check\nthe contents of this file and fix any errors before retrying.\n\nYou can find more information on the syntax for this file here:\nhttps://docs.getdbt.com/docs/package-management\n\nValidator Error:\n';

function entryAt(file: YamlFile | undefined, key: string): unknown {
  return isMapping(file?.value) ? mappingGet(file.value, key) : undefined;
}

function reportShape(options: ReadPackagesOptions, file: YamlFile, sentence: string, key: string): void {
  options.sink.report(diagnostic('P043', sentence, { span: file.keySpanOf([key]), dbtMessage: sentence }));
}

/** The sink's words for what is wrong with the list, in dbt's frame around them. */
function malformed(options: ReadPackagesOptions, sentence: string, span: Span | undefined): void {
  const path = join(options.folder, 'dbt_project.yml');
  options.sink.report(
    diagnostic('P043', sentence, {
      span,
      hint: 'Each entry holds `package` and `version`, or one of `git`, `local`, `tarball`, `private`.',
      dbtMessage: `${MALFORMED}${sentence}\n\n\nError encountered in ${path}`,
    }),
  );
}

/** The entries of a parsed `packages:` as specs. `written` are the same entries before they were rendered. */
export function packageSpecs(request: {
  readonly entries: unknown;
  readonly written?: unknown;
  readonly refuse: (sentence: string, at: number | undefined) => void;
}): readonly PackageSpec[] {
  const { entries, written, refuse } = request;
  if (entries === undefined || entries === null) return [];
  if (!Array.isArray(entries)) {
    refuse(`${pythonRepr(entries)} is not of type 'array'`, undefined);
    return [];
  }
  const before: readonly unknown[] = Array.isArray(written) ? written : [];
  return entries.flatMap((entry, at) => {
    const original = before[at];
    const spec = readPackageSpec(entry, isMapping(original) ? mappingRecord(original) : undefined);
    if (typeof spec !== 'string') return [spec];
    refuse(spec, at);
    return [];
  });
}

/** Which of the two files holds the packages. */
function chooseFile(options: ReadPackagesOptions): Pick<PackagesFile, 'file' | 'fileName'> {
  const { folder } = options;
  const read = (name: string) => readYamlFile({ ...options, path: join(folder, name) });
  const packages = read('packages.yml');
  const dependencies = read('dependencies.yml');
  const isInBoth = 'packages' in keysOf(packages) && 'packages' in keysOf(dependencies);
  if (packages !== undefined && isInBoth) {
    const sentence = "The 'packages' key cannot be specified in both packages.yml and dependencies.yml";
    reportShape(options, packages, sentence, 'packages');
  } else if (packages !== undefined && 'projects' in keysOf(packages)) {
    reportShape(options, packages, "The 'projects' key cannot be specified in packages.yml", 'projects');
  }
  return 'packages' in keysOf(dependencies)
    ? { file: dependencies, fileName: 'dependencies.yml' }
    : { file: packages, fileName: 'packages.yml' };
}

function keysOf(file: YamlFile | undefined): Readonly<Record<string, unknown>> {
  return isMapping(file?.value) ? mappingRecord(file.value) : {};
}

/** Reads `packages:` of packages.yml or dependencies.yml. What is wrong goes to the sink. */
export function readPackages(options: ReadPackagesOptions): PackagesFile {
  const { fileName, file } = chooseFile(options);
  const written = entryAt(file, 'packages');
  if (file === undefined || !isMapping(file.value)) return { fileName, file, specs: [] };
  if (fileName === 'packages.yml') checkKeys(options, file);
  const renders = fileName === 'packages.yml' || options.rendersDependencies === true;
  const entries = renders ? rendered(options, file, written) : written;
  const specs = packageSpecs({
    entries,
    written,
    refuse: (sentence, at) =>
      malformed(options, sentence, file.spanOf(at === undefined ? ['packages'] : ['packages', at])),
  });
  return { fileName, file, specs };
}

function checkKeys(options: ReadPackagesOptions, file: YamlFile): void {
  const unknown = Object.keys(keysOf(file)).filter((key) => key !== 'packages' && key !== 'projects');
  if (unknown.length === 0) return;
  const names = unknown.map((key) => `'${key}'`).join(', ');
  const verb = unknown.length === 1 ? 'was' : 'were';
  const sentence = `Additional properties are not allowed (${names} ${verb} unexpected)`;
  malformed(options, sentence, file.keySpanOf([unknown[0] as string]));
}

/** These files see `--vars`, environment variables and, alone with profiles.yml, secrets. */
function rendered(options: ReadPackagesOptions, file: YamlFile, written: unknown): unknown {
  const { host, jinja, cliVars } = options;
  const scope = createBaseScope({ env: host.env, vars: cliVars, target: null, secrets: 'placeholder' });
  const finish = (value: unknown) => revealSecrets(value, host.env);
  return renderYaml({ jinja, scope, file, sink: options.sink, finish }, written, ['packages']);
}

/** `package-lock.yml`: what is installed, and the hash of what was asked for. Undefined when there is no such file. */
export interface LockFile {
  readonly hash: unknown;
  readonly specs: readonly PackageSpec[];
}

/** Reads the lock file of a project; Jinja in it, which stands for secrets, is rendered. */
export function readLockFile(options: ReadPackagesOptions): LockFile | undefined {
  const path = join(options.folder, 'package-lock.yml');
  const file = readYamlFile({ ...options, path });
  if (file === undefined) return undefined;
  const written = entryAt(file, 'packages');
  const specs = packageSpecs({
    entries: rendered(options, file, written),
    written,
    refuse: (sentence, at) => {
      const span = file.spanOf(at === undefined ? ['packages'] : ['packages', at]);
      options.sink.report(diagnostic('P043', sentence, { span, dbtMessage: `${MALFORMED}${sentence}\n` }));
    },
  });
  return { hash: entryAt(file, 'sha1_hash') ?? null, specs };
}

/** How many packages the lock file names, and the names in it: what installed packages are compared with. */
export function lockedNames(options: ReadPackagesOptions): readonly (string | null)[] {
  const file = readYamlFile({ ...options, path: join(options.folder, 'package-lock.yml') });
  const entries = entryAt(file, 'packages');
  if (!Array.isArray(entries)) return [];
  return entries.map((entry) => {
    const name = isMapping(entry) ? mappingEntries(entry).find(([key]) => key === 'name')?.[1] : undefined;
    return typeof name === 'string' ? name : null;
  });
}
