import { createParseScope } from '../../context/index.ts';
import type { Exposure, Group, OwnerSpec } from '../../domain/index.ts';
import type { Dict } from '../config/plain.ts';
import { problemsOf } from '../extract/code-extract.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { type EntryFields, entryFields } from '../properties/entry-fields.ts';
import type { PropertiesEntry } from '../properties/properties-file.ts';
import { fqnOf } from './fqn.ts';

const TYPES = ['dashboard', 'notebook', 'analysis', 'ml', 'application'];
const MATURITIES = ['low', 'medium', 'high'];

function choice(value: unknown, path: string, choices: readonly string[], fields: EntryFields): string {
  if (typeof value === 'string' && choices.includes(value)) return value;
  const shown = `[${choices.map((each) => `'${each}'`).join(', ')}]`;
  fields.fault([path], `at path ['${path}']: '${String(value)}' is not one of ${shown}`);
  return String(value);
}

function maturityOf(value: unknown, fields: EntryFields): string | null {
  const maturity = fields.textOrNull(value, ['maturity']);
  if (maturity === null || MATURITIES.includes(maturity)) return maturity;
  const reason = `at path ['maturity']: '${maturity}' is not valid under any of the given schemas`;
  fields.fault(['maturity'], reason);
  return maturity;
}

function ownerOf(entry: PropertiesEntry, fields: EntryFields, kind: 'Exposure' | 'Group'): OwnerSpec {
  const written = fields.dict(entry.value['owner'], ['owner']);
  const owner = { ...written, name: written['name'] ?? null, email: written['email'] ?? null };
  if (owner.name === null && owner.email === null) {
    fields.fault(['owner'], `at path []: ${kind} owner must have at least one of 'name' or 'email'.`);
  }
  return { email: owner.email, name: owner.name, ...written } as OwnerSpec;
}

/** What the `depends_on` texts of an exposure refer to. */
function dependencies(entry: PropertiesEntry, lines: readonly string[], environment: ParseEnvironment) {
  const { file } = entry;
  const scope = createParseScope({
    environment: environment.context,
    draft: {
      resourceType: 'exposure',
      uniqueId: `exposure.${file.packageName}.${String(entry.value['name'])}`,
      name: String(entry.value['name']),
      packageName: file.packageName,
      path: file.relativePath,
      originalFilePath: file.originalFilePath,
      fqn: [],
      alias: String(entry.value['name']),
      database: null,
      schema: '',
    },
  });
  lines.forEach((line, index) => {
    const source = { path: file.source.path, text: `{{ ${line}}}` };
    try {
      environment.jinja.parseTemplate(source).renderSync(scope.scope, { chainableUndefined: true });
    } catch (error) {
      for (const problem of problemsOf(error)) {
        environment.report({ ...problem, span: entry.span(['depends_on', index]) });
      }
    }
  });
  const span = entry.span(['depends_on']);
  const { refs, sources, metrics } = scope.captured;
  return {
    refs: refs.map((each) => ({ ...each, span })),
    sources: sources.map((each) => ({ ...each, span })),
    metrics,
  };
}

function tagsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** Makes an exposure. Its references are not resolved yet. */
export function buildExposure(entry: PropertiesEntry, environment: ParseEnvironment): Exposure {
  const { value, file } = entry;
  const fields = entryFields(entry, { report: environment.report });
  const name = fields.text(value['name'], ['name'], '');
  const fqn = fqnOf(file.packageName, file.relativePath, name);
  const target = { kind: 'exposure' as const, packageName: file.packageName, fqn };
  const patch = fields.dict(value['config'] ?? undefined, ['config']);
  const { config } = environment.configs.resolve({ target, patch, calls: {} });
  const meta = { ...fields.dict(value['meta'] ?? undefined, ['meta']), ...(config['meta'] as Dict) };
  const tags = [...new Set([...tagsOf(value['tags']), ...tagsOf(config['tags'])])].sort();
  const lines = fields.textList(value['depends_on'] ?? undefined, ['depends_on']);
  const owner = ownerOf(entry, fields, 'Exposure');
  return Object.freeze({
    resourceType: 'exposure',
    uniqueId: `exposure.${file.packageName}.${name}`,
    name,
    packageName: file.packageName,
    path: file.relativePath,
    originalFilePath: file.originalFilePath,
    fqn,
    type: choice(value['type'], 'type', TYPES, fields),
    owner,
    label: fields.textOrNull(value['label'], ['label']),
    maturity: maturityOf(value['maturity'], fields),
    url: fields.textOrNull(value['url'], ['url']),
    description: fields.text(value['description'], ['description'], ''),
    docBlocks: [],
    meta,
    tags,
    config: { ...config, tags, meta },
    unrenderedConfig: environment.configs.unrendered({ target, patch, patchAsWritten: null, calls: {} }),
    ...dependencies(entry, lines, environment),
    dependsOn: { macros: [], nodes: [] },
    createdAt: environment.createdAt,
    span: entry.span(['name']),
  });
}

/** Makes a group. */
export function buildGroup(entry: PropertiesEntry, environment: ParseEnvironment): Group {
  const { value, file } = entry;
  const sink = { report: environment.report };
  const fields = entryFields(entry, sink);
  const name = fields.text(value['name'], ['name'], '');
  const patch = fields.dict(value['config'] ?? undefined, ['config']);
  const target = {
    kind: 'group' as const,
    packageName: file.packageName,
    fqn: fqnOf(file.packageName, file.relativePath, name),
  };
  const { config } = environment.configs.resolve({ target, patch, calls: {} });
  return Object.freeze({
    resourceType: 'group',
    uniqueId: `group.${file.packageName}.${name}`,
    name,
    packageName: file.packageName,
    path: file.relativePath,
    originalFilePath: file.originalFilePath,
    owner: ownerOf(entry, fields, 'Group'),
    description: fields.textOrNull(value['description'], ['description']),
    config,
    span: entry.span(['name']),
  });
}
