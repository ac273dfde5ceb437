import type { ModelNode, TestNode, UniqueId } from '../../domain/index.ts';

/** Generic tests by the node they are attached to, disabled ones included. */
export function testsByNode(tests: Iterable<TestNode>): ReadonlyMap<UniqueId, readonly TestNode[]> {
  const found = new Map<UniqueId, TestNode[]>();
  for (const test of tests) {
    if (test.attachedNode === null) continue;
    const known = found.get(test.attachedNode);
    if (known === undefined) found.set(test.attachedNode, [test]);
    else known.push(test);
  }
  return found;
}

function columnsOf(test: TestNode): readonly string[] {
  const kwargs = test.testMetadata?.kwargs ?? {};
  if (typeof kwargs['column_name'] === 'string') return [kwargs['column_name']];
  const combination = kwargs['combination_of_columns'];
  if ('column_name' in kwargs || !Array.isArray(combination)) return [];
  return combination.filter((each) => typeof each === 'string');
}

const UNIQUE = new Set(['unique', 'unique_combination_of_columns']);

/**
 * The columns that dbt takes for a model's primary key: a constraint, else columns tested unique and not null, else columns
 * tested unique, else columns with a disabled test of that kind.
 */
export function inferPrimaryKey(model: ModelNode, tests: readonly TestNode[]): readonly string[] {
  const declared = model.constraints.find((each) => each.type === 'primary_key');
  if (declared !== undefined) return declared.columns;
  for (const column of Object.values(model.columns)) {
    if (column.constraints.some((each) => each.type === 'primary_key')) return [column.name];
  }
  const unique = { enabled: new Set<string>(), disabled: new Set<string>() };
  const notNull = new Set<string>();
  for (const test of tests) {
    const name = test.testMetadata?.name ?? '';
    for (const column of columnsOf(test)) {
      if (UNIQUE.has(name)) unique[test.config.enabled ? 'enabled' : 'disabled'].add(column);
      else if (name === 'not_null') notNull.add(column);
    }
  }
  const both = [...notNull].filter((each) => unique.enabled.has(each) || unique.disabled.has(each));
  if (both.length > 0) return both;
  return [...(unique.enabled.size > 0 ? unique.enabled : unique.disabled)];
}
