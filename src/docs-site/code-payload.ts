import { jsonText } from '../base/index.ts';
import type { GraphNode, UniqueId } from '../domain/index.ts';
import { type Fact, fact } from './fact.ts';
import { shownMacros } from './macro-table.ts';
import type { CodePayload, NodeDetail } from './payload.ts';
import type { SiteIndex } from './site-index.ts';
import { type ShownTest, shownTests } from './test-table.ts';

function rawCodeOf(node: GraphNode): string {
  return 'rawCode' in node ? node.rawCode : '';
}

/** Properties of one kind of thing that are worth reading, in the order in which they are shown. */
function factsOf(node: GraphNode): readonly Fact[] {
  switch (node.resourceType) {
    case 'source':
      return [
        ...fact('loader', node.loader),
        ...fact('source', node.sourceDescription),
        ...fact('loaded at', node.loadedAtField ?? node.loadedAtQuery),
      ];
    case 'model':
      return [
        ...fact('access', node.access),
        ...fact('group', node.group),
        ...fact('version', node.version),
        ...fact('latest version', node.version === null ? null : node.latestVersion),
        ...fact('deprecated from', node.deprecationDate),
        ...fact('contract', node.contract.enforced ? 'enforced' : null),
        ...fact('primary key', node.primaryKey.join(', ')),
      ];
    case 'exposure':
      return [
        ...fact('owner', node.owner.name),
        ...fact('email', node.owner.email),
        ...fact('maturity', node.maturity),
        ...fact('label', node.label),
        ...fact('url', node.url),
      ];
    case 'metric':
    case 'semantic_model':
    case 'saved_query':
    case 'unit_test':
      return [
        'label',
        'type',
        'type_params',
        'filter',
        'entities',
        'dimensions',
        'measures',
        'query_params',
        'arguments',
        'returns',
      ].flatMap((name) => fact(name.replaceAll('_', ' '), 'entry' in node ? node.entry[name] : null));
    default:
      return fact('group', node.group);
  }
}

function outsideOf({ uniqueId }: GraphNode, { input }: SiteIndex): readonly Fact[] {
  return (input.analysis.get(uniqueId)?.columns ?? []).flatMap(({ name, origins }) =>
    origins.flatMap((each): readonly Fact[] =>
      each.outside === null ? [] : [[name, `${each.outside} · ${each.column}`]],
    ),
  );
}

function beforeOf(node: GraphNode, { input }: SiteIndex): string | null {
  const before = input.earlier?.get(node.uniqueId);
  return before === undefined || before.rawCode === rawCodeOf(node) ? null : before.rawCode;
}

function relationNameOf(node: GraphNode): string | null {
  return 'relationName' in node ? node.relationName : null;
}

function detailOf(node: GraphNode, site: SiteIndex): NodeDetail {
  const { meta = {}, language = 'sql' } = node as { meta?: NodeDetail['meta']; language?: string };
  return {
    raw: rawCodeOf(node),
    compiled: compiledOf(node.uniqueId, site),
    before: beforeOf(node, site),
    relation: relationNameOf(node),
    language,
    config: node.config,
    meta,
    facts: factsOf(node),
    outside: outsideOf(node, site),
  };
}

function compiledOf(uniqueId: UniqueId, { input }: SiteIndex): string | null {
  return input.compiled.get(uniqueId)?.compiledCode ?? null;
}

function testDetail(test: ShownTest, site: SiteIndex): CodePayload['tests'][number] {
  const raw = test.resourceType === 'test' ? test.rawCode : jsonText(test.entry, 2);
  return { raw, compiled: compiledOf(test.uniqueId, site), config: test.config };
}

/** Code, configuration and facts: what is only needed when a page of one thing is open. */
export function codePayload(site: SiteIndex): CodePayload {
  return {
    nodes: site.nodes.map((node) => detailOf(node, site)),
    tests: shownTests(site).map((test) => testDetail(test, site)),
    macros: shownMacros(site).map((macro) => macro.macroSql),
  };
}
