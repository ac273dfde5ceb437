import { pythonRepr } from '../../base/index.ts';
import { createGenericTestScope, type ParseScope } from '../../context/index.ts';
import { diagnostic, type Span } from '../../diagnostics/index.ts';
import type { Macro, Node, RefCall, SourceCall, TestNode, UniqueId } from '../../domain/index.ts';
import { contractOf, docsOf, withNames } from '../build/build-node.ts';
import { draftEntry } from '../build/draft-entry.ts';
import { fqnOf } from '../build/fqn.ts';
import { reportConfigFaults } from '../build/report-faults.ts';
import { mergeConfigCalls } from '../config/merge-values.ts';
import type { Dict } from '../config/plain.ts';
import { type CodeExtract, EMPTY_EXTRACT, extractOfScope, problemsOf } from '../extract/code-extract.ts';
import { atNode } from '../extract/node-problem.ts';
import { NO_CHECKSUM } from '../files/text-rules.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { deprecateTestForm } from './deprecate-test-form.ts';
import { findTestMacro, hasOddArguments, warnOfOddArguments } from './find-test-macro.ts';
import { literalCalls } from './literal-calls.ts';
import { readTestDefinition, type TestDefinition, TestFault, testCode, testTags } from './test-definition.ts';
import { testHash, testNames } from './test-name.ts';

/** What a generic test is put on. */
export interface TestTarget {
  readonly kind: 'node' | 'source';
  readonly packageName: string;
  readonly originalFilePath: string;
  /** Name of the model, seed or snapshot; `source_table` for a source. */
  readonly name: string;
  readonly version: string | number | null;
  /** The name by which messages call it. */
  readonly declaredName: string;
  /** `models.orders`, `sources.raw`. */
  readonly fileKeyName: string;
  /** `[source, table]` of a source. */
  readonly sourceParts: readonly [string, string] | null;
  /** The node that is tested, when there is one. */
  readonly attached: Node | null;
}

export interface GenericTestRequest {
  readonly target: TestTarget;
  readonly definition: unknown;
  /** Quoted when the column is. */
  readonly columnName: string | null;
  /** Tags of the column (and, for sources, of source and table). */
  readonly tags: readonly string[];
  readonly span: Span;
  readonly render: (text: string) => unknown;
}

const FAST = new Set(['macro.dbt.test_not_null', 'macro.dbt.test_unique']);

function modelExpression(target: TestTarget): string {
  const { sourceParts, name, version } = target;
  if (sourceParts !== null) {
    return `{{ get_where_subquery(source('${sourceParts[0]}', '${sourceParts[1]}')) }}`;
  }
  return version === null
    ? `{{ get_where_subquery(ref('${name}')) }}`
    : `{{ get_where_subquery(ref('${name}', version='${version}')) }}`;
}

interface Prepared {
  readonly definition: TestDefinition;
  readonly kwargs: Dict;
  readonly config: Dict;
  readonly fullName: string;
  readonly uniqueId: UniqueId;
  readonly path: string;
  readonly fqn: readonly string[];
  readonly rawCode: string;
  readonly tags: readonly string[];
}

function prepare(request: GenericTestRequest, environment: ParseEnvironment): Prepared {
  const { target } = request;
  const definition = readTestDefinition({
    definition: request.definition,
    columnName: request.columnName,
    argumentsProperty: environment.flag('require_generic_test_arguments_property', true),
    targetName: target.sourceParts?.[0] ?? target.name,
    render: request.render,
  });
  const kwargs = { ...definition.kwargs, model: modelExpression(target) };
  const base = target.kind === 'source' ? `source_${definition.name}` : definition.name;
  const names = testNames({
    testType: definition.namespace === null ? base : `${definition.namespace}_${base}`,
    targetName: target.version === null ? target.name : `${target.name}_v${target.version}`,
    kwargs,
  });
  const fullName = definition.customName ?? names.full;
  const shortName = definition.customName ?? names.short;
  const config =
    definition.customName === null && names.short !== names.full && !('alias' in definition.config)
      ? { ...definition.config, alias: names.short }
      : definition.config;
  const hash = testHash(fullName, { namespace: definition.namespace, name: definition.name, kwargs });
  return {
    definition,
    kwargs,
    config,
    fullName,
    uniqueId: `test.${target.packageName}.${fullName}.${hash}`,
    path: `${shortName}.sql`,
    fqn: fqnOf(target.packageName, target.originalFilePath.replace(/^[^/]*\//, ''), fullName),
    rawCode: testCode(definition, config),
    tags: [...new Set([...request.tags, ...testTags(config)])].sort(),
  };
}

/** The call by which a built-in test refers to what it tests. */
function ownReference(target: TestTarget, span: Span): Pick<CodeExtract, 'refs' | 'sources'> {
  if (target.sourceParts !== null) {
    return { refs: [], sources: [{ source: target.sourceParts[0], table: target.sourceParts[1], span }] };
  }
  return { refs: [{ name: target.name, package: null, version: target.version, span }], sources: [] };
}

function fastExtract(request: GenericTestRequest, prepared: Prepared, macro: Macro): CodeExtract {
  return {
    ...EMPTY_EXTRACT,
    ...ownReference(request.target, request.span),
    config: prepared.config,
    writtenConfig: prepared.config,
    macroIds: [macro.uniqueId],
  };
}

/** dbt's `config()` of the template: texts as they are, everything else as Python prints it. */
function writtenConfig(config: Dict): Dict {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : pythonRepr(value),
    ]),
  );
}

/** Configs reach a rendered test twice in dbt, once directly and once through its template: lists are doubled. */
function doubled(config: Dict): Dict {
  return Object.keys(config).length === 0 ? config : mergeConfigCalls([config, config]);
}

/** Built-in tests with literal arguments need no rendering: their macros refer to nothing themselves. */
function literalExtract(options: {
  readonly request: GenericTestRequest;
  readonly prepared: Prepared;
  readonly macro: Macro;
  readonly environment: ParseEnvironment;
}): CodeExtract | null {
  const { request, prepared, macro, environment } = options;
  const { library } = environment.context;
  const { definition } = prepared;
  if (macro.packageName !== 'dbt' || !['accepted_values', 'relationships'].includes(definition.name))
    return null;
  const body = library.dispatch({
    macroName: macro.name,
    macroNamespace: 'dbt',
    packageName: macro.packageName,
  });
  const where = library.find('get_where_subquery', request.target.packageName);
  if (body.packageName !== 'dbt' || where?.packageName !== 'dbt') return null;
  if (hasOddArguments(macro, definition.kwargs, environment)) return null;
  const calls = literalCalls(definition.kwargs, request.span);
  if (calls === null) return null;
  const own = ownReference(request.target, request.span);
  return {
    ...EMPTY_EXTRACT,
    refs: [...calls.refs, ...own.refs],
    sources: [...calls.sources, ...own.sources],
    config: doubled(prepared.config),
    writtenConfig: writtenConfig(prepared.config),
    macroIds: [macro.uniqueId, where.uniqueId],
  };
}

/** What templates see of a test that is being parsed. */
function draftOfTest(request: GenericTestRequest, prepared: Prepared, environment: ParseEnvironment): Dict {
  const { packageName, originalFilePath } = request.target;
  return draftEntry({
    resource: {
      ...prepared,
      kind: 'test',
      name: prepared.fullName,
      packageName,
      originalFilePath,
      checksum: NO_CHECKSUM,
      language: 'sql',
    },
    uniqueId: prepared.uniqueId,
    config: prepared.config,
    project: environment.project,
    createdAt: environment.createdAt,
  });
}

function renderedExtract(options: {
  readonly request: GenericTestRequest;
  readonly prepared: Prepared;
  readonly macro: Macro | undefined;
  readonly environment: ParseEnvironment;
}): CodeExtract {
  const { request, prepared, macro, environment } = options;
  const { target, span } = request;
  const source = { path: span.source.path, text: prepared.rawCode };
  const scope: ParseScope = createGenericTestScope({
    environment: macro === undefined ? environment.context : environment.reaching(macro),
    draft: {
      resourceType: 'test',
      uniqueId: prepared.uniqueId,
      name: prepared.fullName,
      packageName: target.packageName,
      path: prepared.path,
      originalFilePath: target.originalFilePath,
      fqn: prepared.fqn,
      alias: prepared.fullName,
      database: environment.project.target.database,
      schema: environment.project.target.schema,
      toWire: () => draftOfTest(request, prepared, environment),
    },
    kwargs: prepared.kwargs,
    source,
  });
  let problems: CodeExtract['problems'] = [];
  try {
    environment.jinja
      .parseTemplate(source)
      .renderSync(scope.scope, { chainableUndefined: true, frameName: `test ${prepared.fullName}` });
  } catch (error) {
    problems = problemsOf(error);
  }
  const extract = extractOfScope({ scope, template: null, problems });
  const merged = mergeConfigCalls([prepared.config, ...scope.captured.configCalls]);
  const hasOwnConfig = Object.keys(prepared.config).length > 0;
  const first = macro === undefined ? [] : [macro.uniqueId];
  return {
    ...extract,
    refs: extract.refs.map((ref): RefCall => ({ ...ref, span })),
    sources: extract.sources.map((each): SourceCall => ({ ...each, span })),
    config: merged,
    writtenConfig: hasOwnConfig ? writtenConfig(prepared.config) : merged,
    macroIds: [...new Set([...first, ...extract.macroIds])],
  };
}

function extractTest(
  request: GenericTestRequest,
  prepared: Prepared,
  environment: ParseEnvironment,
): CodeExtract {
  const { definition } = prepared;
  const { noted, called } = findTestMacro(request, definition, environment);
  if (noted !== undefined && FAST.has(noted.uniqueId)) {
    warnOfOddArguments(request, definition, noted, environment);
    return fastExtract(request, prepared, noted);
  }
  const isPlain = noted !== undefined && noted === called;
  const literal = isPlain ? literalExtract({ request, prepared, macro: noted, environment }) : null;
  if (literal !== null) return literal;
  const extract = renderedExtract({ request, prepared, macro: noted, environment });
  if (isPlain && extract.problems.length === 0) warnOfOddArguments(request, definition, noted, environment);
  if (isPlain || called === undefined || noted === undefined) return extract;
  return { ...extract, macroIds: extract.macroIds.filter((each) => each !== called.uniqueId) };
}

/** dbt shows the beginning and the end of what Python says of the entry. */
function targetAsText({ fileKeyName, name, originalFilePath }: TestTarget): string {
  const section = fileKeyName.split('.')[0];
  if (section === 'sources') return name;
  const type = section === 'models' ? 'UnparsedModelUpdate' : 'UnparsedNodeUpdate';
  return `${`${type}(original_file_path='${originalFilePath}'`.slice(0, 44)}...ne)`;
}

function reportTestFault(request: GenericTestRequest, fault: TestFault, environment: ParseEnvironment): void {
  const { originalFilePath } = request.target;
  const lead =
    fault.kind === 'Parsing Error'
      ? `Invalid test config given in ${originalFilePath}:\n\t${fault.message}`
      : `Invalid generic test configuration given in ${originalFilePath}: \n${fault.message}`;
  environment.report(
    diagnostic('N016', `this test cannot be read: ${fault.message}`, {
      span: request.span,
      kind: fault.kind,
      dbtMessage: fault.isBare ? fault.message : `${lead}\n\t@: ${targetAsText(request.target)}`,
    }),
  );
}

/** Makes the node of a declared generic test; null, with a report, when it cannot be read. */
export function buildGenericTest(
  request: GenericTestRequest,
  environment: ParseEnvironment,
): TestNode | null {
  let prepared: Prepared;
  try {
    prepared = prepare(request, environment);
  } catch (error) {
    if (!(error instanceof TestFault)) throw error;
    reportTestFault(request, error, environment);
    return null;
  }
  deprecateTestForm(request, prepared.definition, environment);
  const extract = extractTest(request, prepared, environment);
  for (const problem of extract.problems) {
    const label = `test ${prepared.fullName} (${request.target.originalFilePath})`;
    const scene = {
      uniqueId: prepared.uniqueId,
      label,
      testName: prepared.definition.name,
      project: environment.project,
    };
    environment.report(atNode({ ...problem, span: request.span }, scene));
  }
  return finishTest({ request, prepared, extract, environment });
}

function finishTest(options: {
  readonly request: GenericTestRequest;
  readonly prepared: Prepared;
  readonly extract: CodeExtract;
  readonly environment: ParseEnvironment;
}): TestNode {
  const { request, prepared, extract, environment } = options;
  const { target } = request;
  const configTarget = { kind: 'test' as const, packageName: target.packageName, fqn: prepared.fqn };
  const resolved = environment.configs.resolve({ target: configTarget, patch: null, calls: extract.config });
  const { config } = resolved;
  const owner = { uniqueId: prepared.uniqueId, span: request.span, what: 'this test' };
  reportConfigFaults(resolved.faults, owner, environment);
  const { namespace, name } = prepared.definition;
  const node: TestNode = {
    resourceType: 'test',
    uniqueId: prepared.uniqueId,
    name: prepared.fullName,
    packageName: target.packageName,
    path: prepared.path,
    originalFilePath: target.originalFilePath,
    fqn: prepared.fqn,
    alias: prepared.fullName,
    database: environment.project.target.database,
    schema: environment.project.target.schema,
    relationName: null,
    checksum: NO_CHECKSUM,
    config,
    unrenderedConfig: environment.configs.unrendered({
      target: configTarget,
      patch: null,
      patchAsWritten: null,
      calls: environment.flag('state_modified_compare_more_unrendered_values', true)
        ? extract.writtenConfig
        : extract.config,
    }),
    configCallDict: extract.config,
    writtenCallDict: {},
    tags: [...new Set([...prepared.tags, ...((config['tags'] as readonly string[]) ?? [])])],
    description: prepared.definition.description,
    docBlocks: [],
    columns: {},
    meta: config['meta'] as Dict,
    group: target.attached === null ? ((config['group'] as string | null) ?? null) : target.attached.group,
    docs: docsOf({}),
    patchPath: null,
    createdAt: environment.createdAt,
    rawCode: prepared.rawCode,
    language: 'sql',
    refs: extract.refs,
    sources: extract.sources,
    metrics: extract.metrics,
    functions: extract.functions,
    dependsOn: { macros: extract.macroIds, nodes: [] },
    contract: contractOf({}),
    span: request.span,
    testMetadata: { name, kwargs: prepared.kwargs, namespace },
    columnName: request.columnName,
    fileKeyName: target.fileKeyName,
    attachedNode: target.attached?.uniqueId ?? null,
  };
  const isRelational = config['store_failures'] === true || environment.storeFailures;
  return withNames({ node, resolved, isRelational, environment }) as TestNode;
}
