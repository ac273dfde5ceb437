import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DiagnosticError, DiagnosticList } from '../../../src/diagnostics/index.ts';
import {
  type IndirectSelection,
  parseSelection,
  readSelectors,
  selectNodes,
} from '../../../src/selector/index.ts';
import { type Edits, errorText, makeShop, openShop, read } from './shop.ts';

interface Case {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly selector?: string;
  readonly indirect?: IndirectSelection;
  readonly types?: readonly string[];
  readonly ids?: readonly string[];
  readonly error?: string;
  readonly warned: readonly string[];
}

const golden = read('golden/expressions.json') as {
  readonly runResults: unknown;
  readonly sourcesBefore: unknown;
  readonly sourcesNow: unknown;
  readonly cases: readonly Case[];
};

const before = makeShop();
const root = makeShop(read('fixtures/mixed.json') as Edits);
afterAll(() => {
  for (const each of [before, root]) rmSync(each, { recursive: true, force: true });
});

/** Writes the artifacts of the earlier run, and what the changed project has by now. */
function prepare(): string {
  const first = openShop(before);
  first.manifest();
  const state = first.project().targetPath;
  writeFileSync(join(state, 'run_results.json'), JSON.stringify(golden.runResults));
  writeFileSync(join(state, 'sources.json'), JSON.stringify(golden.sourcesBefore));
  return state;
}

const state = prepare();
const session = openShop(root, { state });
const manifest = session.manifest();
writeFileSync(join(session.project().targetPath, 'sources.json'), JSON.stringify(golden.sourcesNow));
const { comparisons } = session.earlier();
const project = session.project();

/** Kinds that `all` stands for on the command line of `ls`. */
const ALL =
  'model snapshot seed test source exposure metric saved_query semantic_model unit_test function analysis';

function answer(request: Case) {
  const sink = new DiagnosticList();
  const warned = () => [...new Set(sink.all.map((each) => each.dbtMessage))];
  const indirectSelection = request.indirect ?? 'eager';
  try {
    const selectors = readSelectors({ entries: project.selectors, source: null, indirectSelection });
    const { uniqueIds } = selectNodes({
      spec: parseSelection({ ...request, selectors, indirectSelection }),
      manifest,
      graph: session.graph(),
      selectors,
      comparisons,
      pathExists: (path) => existsSync(join(root, path)),
      sink,
      includeEmpty: true,
      resourceTypes: request.types ?? ALL.split(' '),
    });
    return { ids: [...uniqueIds].sort(), warned: warned() };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { error: errorText(error), warned: warned() };
  }
}

describe('selections over an earlier run are those of dbt', () => {
  test('there are enough of them', () => {
    expect(golden.cases.length).toBeGreaterThanOrEqual(600);
    expect(golden.cases.filter((each) => (each.ids?.length ?? 0) > 0).length).toBeGreaterThan(300);
  });

  test('each is', () => {
    const wrong = golden.cases.flatMap((each) => {
      const { ids, error, warned, ...asked } = each;
      const wanted = error === undefined ? { ids, warned } : { error, warned };
      const ours = answer(each);
      return JSON.stringify(ours) === JSON.stringify(wanted) ? [] : [{ asked, wanted, ours }];
    });
    expect(wrong).toEqual([]);
  });
});
