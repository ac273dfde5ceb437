import { join } from 'node:path';
import { isMapping, mappingRecord, pythonRepr, pythonTypeName } from '../base/index.ts';
import { diagnostic } from '../diagnostics/index.ts';
import type { Scope } from '../jinja/index.ts';
import type { Load } from './load-project-options.ts';
import { renderYaml } from './render-yaml.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

type Dict = Readonly<Record<string, unknown>>;

/** A fault of a catalog: where it stands in the file, and dbt's sentence. */
interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly kind?: string;
}

const dictOf = (value: unknown): Dict => (isMapping(value) ? mappingRecord(value) : {});

/** The part of a list in Python's words: `['a', 'b']`. */
const names = (all: readonly unknown[]) => `[${all.map(pythonRepr).join(', ')}]`;

/** The integration that an engine would have to serve; a fault when the catalog does not say which. */
function activeIntegration(catalog: Dict, index: number): Dict | Fault {
  const name = String(catalog['name']);
  const path = ['catalogs', index];
  const written = catalog['write_integrations'];
  const integrations = Array.isArray(written) ? written.map(dictOf) : [];
  const known = integrations.map((each) => each['name']);
  const double = known.find((each, at) => known.indexOf(each) !== at);
  if (double !== undefined) {
    const message = `Catalog '${name}' cannot have multiple 'write_integrations' with the same name: '${double}'.`;
    return { path: [...path, 'write_integrations'], message };
  }
  const active = catalog['active_write_integration'];
  if (!active) {
    const [only] = integrations;
    if (only !== undefined && integrations.length === 1) return only;
    return {
      path,
      message: `Catalog '${name}' must specify an 'active_write_integration' when multiple 'write_integrations' are provided.`,
    };
  }
  return (
    integrations.find((each) => each['name'] === active) ?? {
      path: [...path, 'active_write_integration'],
      message: `Catalog '${name}' must specify an 'active_write_integration' from its set of defined 'write_integrations': ${names(known)}. Got: '${active}'.`,
    }
  );
}

const isFault = (value: Dict | Fault): value is Fault => 'path' in value && Array.isArray(value.path);

/** The form with integrations. No engine here serves a kind of catalog, so a whole one is a fault too. */
function integrationFault(catalogs: readonly Dict[]): Fault | null {
  for (const [index, catalog] of catalogs.entries()) {
    if (typeof catalog['name'] !== 'string') {
      return { path: ['catalogs', index], message: "at path []: 'name' is a required property" };
    }
    const active = activeIntegration(catalog, index);
    if (isFault(active)) return active;
    const message = `Catalog type is not supported.\nReceived: ${active['catalog_type']}\nExpected one of: `;
    return { path: ['catalogs', index], message };
  }
  return null;
}

const KEYS = ['config', 'name', 'table_format', 'type'];
const FORMATS = ['default', 'iceberg'];

/** What is wrong with one catalog of the second form. */
function entryFault(catalog: Dict): string | null {
  const unknown = Object.keys(catalog).filter((key) => !KEYS.includes(key));
  if (unknown.length > 0) {
    return `Unknown keys in catalog entry: ${names(unknown.sort())}. Allowed keys: ${names(KEYS)}`;
  }
  const missing = ['name', 'type', 'table_format', 'config'].filter((key) => !(key in catalog));
  if (missing.length > 0) return `Missing required keys in catalog entry: ${names(missing)}`;
  const { name, table_format: format, config } = catalog;
  if (typeof name !== 'string' || name.trim() === '') return 'catalogs[].name must be a non-empty string';
  if (!FORMATS.includes(String(format).toLowerCase())) {
    return `Invalid table_format '${format}'. Must be one of ${names(FORMATS)}`;
  }
  if (!isMapping(config)) return `Catalog '${name}' config must be a mapping, got ${pythonTypeName(config)}`;
  for (const [platform, block] of Object.entries(mappingRecord(config))) {
    if (block !== null && !isMapping(block)) return `Catalog '${name}' config.${platform} must be a mapping`;
  }
  return null;
}

/** The second form, under `use_catalogs_v2`. */
function secondFormFault(root: Dict, engine: string): Fault | null {
  if ('iceberg_catalogs' in root) {
    return { path: ['iceberg_catalogs'], message: "v2 catalogs.yml uses 'catalogs', not 'iceberg_catalogs'" };
  }
  const unknown = Object.keys(root).filter((key) => key !== 'catalogs');
  if (unknown.length > 0) {
    const message = `Unknown top-level keys in catalogs.yml: ${names(unknown.sort())}. Only 'catalogs' is allowed`;
    return { path: [unknown[0] as string], message };
  }
  const written = root['catalogs'] ?? [];
  if (!Array.isArray(written)) {
    const message = `'catalogs' in catalogs.yml must be a list, got ${pythonTypeName(written)}`;
    return { path: ['catalogs'], message };
  }
  const seen = new Set<string>();
  for (const [index, each] of written.entries()) {
    const path = ['catalogs', index];
    if (!isMapping(each)) {
      const message = `Each entry in catalogs.yml 'catalogs' must be a mapping, got ${pythonTypeName(each)}`;
      return { path, message };
    }
    const catalog = mappingRecord(each);
    const message = entryFault(catalog);
    if (message !== null) return { path, message };
    const name = String(catalog['name']).trim();
    if (seen.has(name)) return { path, message: `Duplicate catalog name '${name}' in catalogs.yml` };
    seen.add(name);
  }
  if (written.length === 0) return null;
  return {
    path: ['catalogs'],
    message: `Adapter '${engine}' does not support catalogs.yml v2 yet. Use catalogs.yml v1 or upgrade to a supported adapter version.`,
  };
}

function faultOf(file: YamlFile, value: unknown, options: CheckCatalogsOptions): Fault | null {
  if (file.value === null) {
    const message = `Error reading ${options.projectName}: catalogs.yml - Runtime Error\n  The file at ${file.absolutePath} is empty`;
    return { path: [], message, kind: 'Parsing Error' };
  }
  const root = dictOf(value);
  if (options.isSecondForm) return secondFormFault(root, options.engine);
  const catalogs = root['catalogs'];
  return integrationFault(Array.isArray(catalogs) ? catalogs.map(dictOf) : []);
}

export interface CheckCatalogsOptions {
  readonly load: Load;
  readonly scope: Scope;
  readonly projectName: string;
  readonly engine: string;
  /** `use_catalogs_v2`. */
  readonly isSecondForm: boolean;
}

/** Reports what is wrong with `catalogs.yml`, as dbt does on an engine that knows no kind of catalog: whatever it declares. */
export function checkCatalogs(options: CheckCatalogsOptions): void {
  const { load, scope } = options;
  const { host, jinja } = load.options;
  const file = readYamlFile({
    host,
    path: join(load.root, 'catalogs.yml'),
    root: load.root,
    sink: load.list,
  });
  if (file === undefined || !file.isValid) return;
  const value = renderYaml({ jinja, scope, file, sink: load.list }, file.value, []);
  const fault = faultOf(file, value, options);
  if (fault === null) return;
  const [first] = fault.message.split('\n');
  load.list.report(
    diagnostic('P045', `catalogs.yml: ${first}`, {
      span: file.spanOf(fault.path) ?? { source: file.source, start: 0, end: 0 },
      ...(fault.kind === undefined ? {} : { kind: fault.kind }),
      dbtMessage: fault.message,
    }),
  );
}
