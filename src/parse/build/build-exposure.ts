import { createParseScope } from '../../context/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { Exposure, Group, OwnerSpec } from '../../domain/index.ts';
import type { Dict } from '../config/plain.ts';
import { problemsOf } from '../extract/code-extract.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { type EntryFields, entryFields } from '../properties/entry-fields.ts';
import type { PropertiesEntry } from '../properties/properties-file.ts';
import { fqnOf } from './fqn.ts';
import { reportConfigFaults } from './report-faults.ts';

function ownerOf(entry: PropertiesEntry, fields: EntryFields): OwnerSpec {
  const written = fields.dict(entry.value['owner']);
  return { email: written['email'] ?? null, name: written['name'] ?? null, ...written } as OwnerSpec;
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
        const place = `exposure ${String(entry.value['name'])} (${file.originalFilePath})`;
        const kind = problem.kind === 'Compilation Error' ? `${problem.kind} in ${place}` : problem.kind;
        environment.report({ ...problem, kind, span: entry.span(['depends_on', index]) });
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

/** Letters and digits of every alphabet, `_` and `-`. */
const PLAIN_NAME = /^[\p{L}\p{N}_-]+$/u;

function checkName(entry: PropertiesEntry, name: string, environment: ParseEnvironment): void {
  if (PLAIN_NAME.test(name)) return;
  const message = `the name of the exposure '${name}' has more than letters, digits, underscores and hyphens`;
  environment.report(
    diagnostic('N064', message, {
      span: entry.span(['name']),
      hint: `Rename it, and say 'label: ${name}'.`,
      dbtMessage: `The name of the exposure '${name}' should have letters, digits, underscores and hyphens only; its 'label' may be any text. A later version of dbt will refuse the name.`,
      fields: { exposure: name },
    }),
  );
}

/** Makes an exposure. Its references are not resolved yet. */
export function buildExposure(entry: PropertiesEntry, environment: ParseEnvironment): Exposure {
  const { value, file } = entry;
  const fields = entryFields(entry, { report: environment.report });
  const name = fields.text(value['name'], '');
  checkName(entry, name, environment);
  const fqn = fqnOf(file.packageName, file.relativePath, name);
  const target = { kind: 'exposure' as const, packageName: file.packageName, fqn };
  const patch = fields.dict(value['config'] ?? undefined);
  const resolved = environment.configs.resolve({ target, patch, calls: {} });
  const { config } = resolved;
  const place = { uniqueId: `exposure.${file.packageName}.${name}`, span: entry.span(['config']) };
  reportConfigFaults(resolved.faults, place, environment);
  const meta = { ...fields.dict(value['meta'] ?? undefined), ...(config['meta'] as Dict) };
  const tags = [...new Set([...tagsOf(value['tags']), ...tagsOf(config['tags'])])].sort();
  const lines = fields.textList(value['depends_on'] ?? undefined);
  const owner = ownerOf(entry, fields);
  return Object.freeze({
    resourceType: 'exposure',
    uniqueId: `exposure.${file.packageName}.${name}`,
    name,
    packageName: file.packageName,
    path: file.relativePath,
    originalFilePath: file.originalFilePath,
    fqn,
    type: fields.text(value['type'], ''),
    owner,
    label: fields.textOrNull(value['label']),
    maturity: fields.textOrNull(value['maturity']),
    url: fields.textOrNull(value['url']),
    description: fields.text(value['description'], ''),
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
  const name = fields.text(value['name'], '');
  const patch = fields.dict(value['config'] ?? undefined);
  const target = {
    kind: 'group' as const,
    packageName: file.packageName,
    fqn: fqnOf(file.packageName, file.relativePath, name),
  };
  const resolved = environment.configs.resolve({ target, patch, calls: {} });
  const uniqueId = `group.${file.packageName}.${name}`;
  reportConfigFaults(resolved.faults, { uniqueId, span: entry.span(['config']) }, environment);
  return Object.freeze({
    resourceType: 'group',
    uniqueId,
    name,
    packageName: file.packageName,
    path: file.relativePath,
    originalFilePath: file.originalFilePath,
    owner: ownerOf(entry, fields),
    description: fields.textOrNull(value['description']),
    config: resolved.config,
    span: entry.span(['name']),
  });
}
