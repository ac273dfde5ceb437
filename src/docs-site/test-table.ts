import type { DeclaredResource, Node, TestNode, UniqueId } from '../domain/index.ts';
import type { ColumnPlaces } from './column-table.ts';
import type { TestTable } from './payload.ts';
import type { SiteIndex } from './site-index.ts';

export type ShownTest = TestNode | DeclaredResource;

/** Data tests and unit tests, in the order of the manifest. */
export function shownTests({ input }: SiteIndex): readonly ShownTest[] {
  const isTest = (node: Node): node is TestNode => node.resourceType === 'test';
  return [...[...input.manifest.nodes.values()].filter(isTest), ...input.manifest.unitTests.values()];
}

function testType(test: ShownTest): string {
  if (test.resourceType !== 'test') return 'unit';
  const { testMetadata } = test;
  if (testMetadata === null) return 'singular';
  return testMetadata.namespace === null
    ? testMetadata.name
    : `${testMetadata.namespace}.${testMetadata.name}`;
}

function testedNodes(test: ShownTest, { indexOf }: SiteIndex): readonly number[] {
  const attached = test.resourceType === 'test' ? test.attachedNode : null;
  const ids: readonly UniqueId[] = attached === null ? test.dependsOn.nodes : [attached];
  return ids.flatMap((id) => indexOf.get(id) ?? []);
}

function testedColumn(test: ShownTest, node: number | undefined, places: ColumnPlaces): number {
  if (test.resourceType !== 'test' || test.columnName === null || node === undefined) return -1;
  return places.indexOf(node, test.columnName.replace(/^"|"$/g, ''));
}

function descriptionOf(test: ShownTest): string {
  const text = test.resourceType === 'test' ? test.description : test.entry['description'];
  return typeof text === 'string' ? text : '';
}

function severityOf(test: ShownTest): string {
  const severity = test.config['severity'];
  return typeof severity === 'string' ? severity.toLowerCase() : 'error';
}

export function testTable(site: SiteIndex, places: ColumnPlaces): TestTable {
  const tests = shownTests(site);
  const each = <Value>(value: (test: ShownTest) => Value): Value[] => tests.map(value);
  return {
    uniqueId: each((test) => test.uniqueId),
    name: each((test) => test.name),
    type: each((test) => site.words.indexOf(testType(test))),
    nodes: each((test) => testedNodes(test, site)),
    column: each((test) => testedColumn(test, testedNodes(test, site)[0], places)),
    severity: each((test) => site.words.indexOf(severityOf(test))),
    description: each((test) => site.textOf(descriptionOf(test))),
    path: each((test) => test.originalFilePath),
  };
}
