import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../src/base/yaml/index.ts';
import { DiagnosticError, DiagnosticList } from '../../src/diagnostics/index.ts';
import { buildGraph } from '../../src/graph/index.ts';
import { manifestSelectors } from '../../src/project/index.ts';
import {
  type IndirectSelection,
  parseSelection,
  readSelectors,
  selectNodes,
} from '../../src/selector/index.ts';
import { type GoldenManifest, manifestFromGolden } from './golden-manifest.ts';

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

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');
const golden = JSON.parse(read('golden/selections.json')) as {
  readonly manifest: GoldenManifest;
  readonly selectors: unknown;
  readonly cases: readonly Case[];
};
const manifest = manifestFromGolden(golden.manifest);
const graph = buildGraph(manifest);
const selectorsText = read('fixtures/project/selectors.yml');
const selectorsSource = { path: 'selectors.yml', text: selectorsText };
const entries = (parseYaml(selectorsText).value as { selectors: unknown[] }).selectors;

function answer(request: Case) {
  const sink = new DiagnosticList();
  try {
    const indirectSelection = request.indirect ?? 'eager';
    const selectors = readSelectors({ entries, source: selectorsSource, indirectSelection });
    const spec = parseSelection({ ...request, selectors, indirectSelection });
    const { uniqueIds } = selectNodes({
      spec,
      manifest,
      graph,
      selectors,
      sink,
      includeEmpty: true,
      pathExists: (path) => existsSync(join(import.meta.dirname, 'fixtures', 'project', path)),
      resourceTypes: request.types === undefined ? undefined : [...request.types],
    });
    return { ids: [...uniqueIds].sort(), warned: sink.all.map((each) => each.dbtMessage) };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { error: error.diagnostics[0]?.dbtMessage };
  }
}

const title = ({ select, exclude, selector, indirect, types }: Case) =>
  JSON.stringify({ select, exclude, selector, indirect, types });

describe('selections are those of dbt', () => {
  test('there are enough of them', () => {
    expect(golden.cases.length).toBeGreaterThan(300);
    expect(golden.cases.filter((each) => (each.ids?.length ?? 0) > 0).length).toBeGreaterThan(200);
  });

  test.each(golden.cases.map((each) => [title(each), each] as const))('%s', (_, request) => {
    const ours = answer(request);
    if (request.error !== undefined) {
      expect(ours.error).toBe(request.error.replace(/^\w+ Error\n {2}/, ''));
      return;
    }
    expect(ours.error).toBeUndefined();
    const types = request.types === undefined ? undefined : [...request.types, 'analysis'];
    const ids = request.ids ?? [];
    // The question about one kind of resource was asked together with analyses.
    expect(ours.ids).toEqual(
      types === undefined ? ids : ids.filter((id) => !id.startsWith('analysis.') || types[0] === 'analysis'),
    );
    expect(ours.warned).toEqual(
      request.warned.map((raw) => `The selection criterion '${raw}' does not match any enabled nodes`),
    );
  });
});

test('manifest.json shows selectors as dbt does', () => {
  expect(manifestSelectors(entries)).toEqual(golden.selectors);
});
