import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type EarlierManifest, readEarlierManifest } from '../../../src/artifacts/index.ts';
import type { Session } from '../../../src/commands/session.ts';
import { DiagnosticError, DiagnosticList } from '../../../src/diagnostics/index.ts';
import { type Comparisons, compareState, parseSelection, selectNodes } from '../../../src/selector/index.ts';
import { type Edits, errorText, makeShop, openShop, read, type Scenario } from './shop.ts';

interface Answer {
  readonly ids?: readonly string[];
  readonly error?: string;
  readonly warned: readonly string[];
}

const scenarios = read('fixtures/scenarios.json') as Readonly<Record<string, Scenario>>;
const { answers } = read('golden/states.json') as {
  readonly answers: Readonly<Record<string, Readonly<Record<string, Answer>>>>;
};

const folders: string[] = [];
afterAll(() => {
  for (const root of folders) rmSync(root, { recursive: true, force: true });
});

function shop(...changes: readonly Edits[]): string {
  const root = makeShop(...changes);
  folders.push(root);
  return root;
}

const earlier = new Map<string, EarlierManifest>();

/** The manifest of the project before the change, as it was written and read again. */
function manifestBefore({ base = {} }: Scenario): EarlierManifest {
  const key = JSON.stringify(base);
  const known = earlier.get(key);
  if (known !== undefined) return known;
  const session = openShop(shop(base));
  session.manifest();
  const path = join(session.project().targetPath, 'manifest.json');
  const made = readEarlierManifest({ files: session.host.files, path, writtenConfig: undefined });
  if (made === undefined) throw new Error(`${path} was not written`);
  earlier.set(key, made);
  return made;
}

function answer(session: Session, before: EarlierManifest, value: string): Answer {
  const sink = new DiagnosticList();
  const manifest = session.manifest();
  const comparisons: Comparisons = {
    state: compareState({
      manifest,
      before,
      builtIn: new Set(['dbt', 'dbt_duckdb']),
      enforcedConstraints: new Set(['check', 'not_null', 'unique', 'primary_key', 'foreign_key']),
      comparesRendered: session.project().flags['state_modified_compare_more_unrendered_values'] === false,
      maximumSeedMib: 1,
      now: new Date(),
      sink,
    }),
  };
  const spec = parseSelection({ select: [`state:${value}`], indirectSelection: 'empty' });
  const warned = () => sink.all.map((each) => each.dbtMessage);
  try {
    const { uniqueIds } = selectNodes({
      spec,
      manifest,
      graph: session.graph(),
      includeEmpty: true,
      comparisons,
      sink,
    });
    const ids = uniqueIds.filter((id) => !id.startsWith('operation.'));
    return { ids: ids.sort(), warned: warned() };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { error: errorText(error), warned: warned() };
  }
}

describe('what has changed is what dbt says has changed', () => {
  test('there is enough to compare', () => {
    expect(Object.keys(answers).length).toBeGreaterThan(40);
    const warned = Object.values(answers).flatMap((each) => Object.values(each).flatMap((one) => one.warned));
    expect(warned.filter((each) => each.startsWith('Breaking change')).length).toBeGreaterThan(10);
  });

  test.each(Object.entries(answers))('%s', (name, wanted) => {
    const scenario = scenarios[name] as Scenario;
    const before = manifestBefore(scenario);
    const root = shop(scenario.base ?? {}, scenario.edits);
    expect(existsSync(join(root, 'dbt_project.yml'))).toBe(true);
    const session = openShop(root, { target: scenario.target, vars: scenario.vars });
    for (const [value, expected] of Object.entries(wanted)) {
      const ours = answer(session, before, value);
      const shown = expected.error === undefined ? expected : { ...expected, error: expected.error.trim() };
      expect({ value, ...ours }).toEqual({ value, ...shown });
    }
  });
});
