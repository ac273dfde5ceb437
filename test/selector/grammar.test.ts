import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/index.ts';
import {
  type Criterion,
  METHOD_NAMES,
  parseSelection,
  readSelectors,
  type SelectionGroup,
} from '../../src/selector/index.ts';

/** The criteria of the selection, in the order of the text. */
function criteria(spec: unknown): readonly Criterion[] {
  const each = spec as SelectionGroup | Criterion;
  return each.kind === 'criterion' ? [each] : each.components.flatMap(criteria);
}

function problemOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0];
    throw error;
  }
  return undefined;
}

test('a criterion is read back as it was put together', () => {
  const depth = fc.option(fc.nat({ max: 99 }));
  const value = fc.stringMatching(/^[a-z][a-z0-9_.*/-]{0,12}$/);
  const method = fc.option(fc.constantFrom(...METHOD_NAMES, 'config.meta.owner'));
  const record = fc.record({
    method,
    value,
    parents: fc.option(depth),
    children: fc.option(depth),
    at: fc.boolean(),
  });
  fc.assert(
    fc.property(record, ({ at, children, method: written, parents, value: wanted }) => {
      fc.pre(!(at && children !== null));
      const before = `${at ? '@' : ''}${parents === null ? '' : `${parents ?? ''}+`}`;
      const raw = `${before}${written === null ? '' : `${written}:`}${wanted}${children === null ? '' : `+${children ?? ''}`}`;
      const [found] = criteria(parseSelection({ select: [raw] }));
      expect(found).toMatchObject({
        raw,
        value: wanted,
        childrensParents: at,
        parents: parents !== null,
        parentsDepth: parents ?? null,
        children: children !== null,
        childrenDepth: children ?? null,
      });
      if (written !== null)
        expect([found?.method, ...(found?.methodArguments ?? [])].join('.')).toBe(written);
    }),
  );
});

test('any text is a criterion or a coded error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const problem = problemOf(() => parseSelection({ select: [text] }));
      if (problem !== undefined) expect(problem.code).toMatch(/^S00[123]$/);
    }),
  );
});

test('blanks unite, commas intersect', () => {
  const spec = parseSelection({ select: ['a b,c', 'd'] }) as SelectionGroup;
  const [included] = spec.components as SelectionGroup[];
  const shape = included?.components.map((each) => criteria(each).map((criterion) => criterion.value));
  expect(shape).toEqual([['a'], ['b', 'c'], ['d']]);
});

test('a value with a slash is a path, one with an extension a file, any other a name', () => {
  const methods = criteria(parseSelection({ select: ['models/a', 'a.SQL', 'a.csv', 'a.b'] })).map(
    (each) => each.method,
  );
  expect(methods).toEqual(['path', 'file', 'file', 'fqn']);
});

test('an unknown method is answered with the nearest one', () => {
  const problem = problemOf(() => parseSelection({ select: ['tags:x'] }));
  expect(problem).toMatchObject({
    code: 'S001',
    hint: "Did you mean 'tag'?",
    dbtMessage: "'tags' is not a valid method name",
  });
});

describe('selectors.yml', () => {
  const SHAPES =
    '\nValid root-level selector definitions: union, intersection, string, dictionary. No lists. \nhttps://docs.getdbt.com/reference/node-selection/yaml-selectors';

  test.each([
    [{ definition: 'a' }, 'definition: a\n'],
    [{ name: 'a' }, 'name: a\n'],
    [{ name: 'a', definition: 3 }, '3\n...\n'],
    [{ name: 'a', definition: ['a', 'b'] }, '- a\n- b\n'],
    [{ name: 'a', definition: 'a', colour: 'red' }, 'colour: red\ndefinition: a\nname: a\n'],
  ])('%j has not the form of a selector', (entry, shown) => {
    const problem = problemOf(() =>
      readSelectors({ entries: [entry], source: null, indirectSelection: 'eager' }),
    );
    expect(problem?.dbtMessage).toBe(`Could not parse selector file data: \n${shown}${SHAPES}`);
  });

  const read = (definition: unknown) => () =>
    readSelectors({ entries: [{ name: 'a', definition }], source: null, indirectSelection: 'eager' });

  test.each([
    [
      { union: ['a'], method: 'tag' },
      "Runtime Error\n  Only a single 'union' or 'intersection' key is allowed in a root level selector definition; found union,method.",
    ],
    [{ union: 'a' }, 'Runtime Error\n  Invalid value for key "union". Expected a list.'],
    [
      { method: 'tag', children: true },
      'Runtime Error\n  Expected either 1 key or else "method" and "value" keys, but got [\'method\', \'children\']',
    ],
    [
      { union: [1] },
      'Runtime Error\n  Invalid value type <class \'int\'> in key "union", expected dict or str (value: 1).',
    ],
    [
      { union: ['a', { exclude: ['b'] }, { exclude: ['c'] }] },
      'Runtime Error\n  You cannot provide multiple exclude arguments to the same selector set operator:\n  exclude:\n  - c',
    ],
    ['colour:red', "Runtime Error\n  'colour' is not a valid method name"],
    [
      { method: 'tag', value: 'x', parents: true, parents_depth: 'two' },
      'Runtime Error\n  Invalid node spec - could not handle parent depth two',
    ],
  ])('refuses %j', (definition, words) => {
    expect(problemOf(read(definition))).toMatchObject({
      code: expect.stringMatching(/^S00[18]$/),
      dbtMessage: `Could not read selector file data: ${words}`,
    });
  });

  test('has at most one default, and an error points to its place', () => {
    const text =
      'selectors:\n  - {name: a, default: true, definition: x}\n  - {name: b, default: true, definition: y}\n';
    const entries = [
      { name: 'a', default: true, definition: 'x' },
      { name: 'b', default: true, definition: 'y' },
    ];
    const source = { path: 'selectors.yml', text };
    const problem = problemOf(() => readSelectors({ entries, source, indirectSelection: 'eager' }));
    expect(problem?.code).toBe('S008');
    expect(text.slice(problem?.span?.start, problem?.span?.end)).toBe('true');
    expect(problem?.span?.start).toBeGreaterThan(text.indexOf('name: b'));
  });

  test('the default is used only when nothing else is asked for', () => {
    const entries = [{ name: 'a', default: true, definition: 'tag:x' }];
    const selectors = readSelectors({ entries, source: null, indirectSelection: 'eager' });
    expect(criteria(parseSelection({ selectors }))[0]?.raw).toBe('tag:x');
    expect(criteria(parseSelection({ selectors, exclude: ['b'] }))[0]?.raw).toBe('fqn:*');
  });
});
