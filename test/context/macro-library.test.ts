import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/index.ts';
import { environmentWith, packageNamed, projectOf } from './environment.ts';

const macro = (name: string, body = name) => `{% macro ${name}() %}${body}{% endmacro %}`;
const materialization = (name: string, options: string) =>
  `{% materialization ${name}, ${options} %}{% endmaterialization %}`;

function sentence(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0]?.dbtMessage ?? '';
    throw error;
  }
  return 'nothing failed';
}

describe('finding macros', () => {
  const { library } = environmentWith({
    shop: macro('a') + macro('shared') + macro('now'),
    dbt_utils: macro('b') + macro('shared'),
    dbt_duckdb: macro('now') + macro('engine'),
    dbt: macro('now') + macro('engine') + macro('c'),
  });
  const id = (name: string, packageName: string) => library.find(name, packageName)?.uniqueId;

  it('looks in the caller, then the root project, then the built-in packages', () => {
    expect(id('shared', 'dbt_utils')).toBe('macro.dbt_utils.shared');
    expect(id('shared', 'shop')).toBe('macro.shop.shared');
    expect(id('a', 'dbt_utils')).toBe('macro.shop.a');
    expect(id('now', 'dbt_utils')).toBe('macro.shop.now');
    expect(id('engine', 'shop')).toBe('macro.dbt_duckdb.engine');
    expect(id('b', 'shop')).toBeUndefined();
  });

  it('reaches packages by name, and all built-in ones as dbt', () => {
    expect(library.findIn('dbt_utils', 'b')?.uniqueId).toBe('macro.dbt_utils.b');
    expect(library.findIn('dbt', 'engine')?.uniqueId).toBe('macro.dbt_duckdb.engine');
    expect(library.findIn('dbt_duckdb', 'engine')).toBeUndefined();
    expect(library.hasNamespace('dbt_duckdb')).toBe(false);
    expect(library.hasNamespace('dbt')).toBe(true);
  });

  it('lets installed packages answer calls from outside templates before built-in ones', () => {
    expect(library.findAnywhere('b')?.uniqueId).toBe('macro.dbt_utils.b');
    expect(library.findAnywhere('now')?.uniqueId).toBe('macro.shop.now');
  });
});

describe('adapter.dispatch', () => {
  const macros = {
    shop: macro('default__x') + macro('default__y'),
    dbt_utils: macro('duckdb__x') + macro('default__x') + macro('default__only'),
    dbt: macro('default__z'),
  };

  it('searches packages outside and prefixes inside, the root project before the namespace', () => {
    const { library } = environmentWith(macros);
    const found = (macroName: string, macroNamespace: string | null) =>
      library.dispatch({ macroName, macroNamespace, packageName: 'dbt_utils' }).uniqueId;
    expect(found('x', 'dbt_utils')).toBe('macro.shop.default__x');
    expect(found('only', 'dbt_utils')).toBe('macro.dbt_utils.default__only');
    expect(found('x', null)).toBe('macro.dbt_utils.duckdb__x');
    expect(found('z', 'dbt')).toBe('macro.dbt.default__z');
    expect(found('z', null)).toBe('macro.dbt.default__z');
  });

  it('follows the search order of the root project', () => {
    const rules = [{ macroNamespace: 'dbt_utils', searchOrder: ['dbt_utils', 'shop'] }];
    const project = projectOf([
      packageNamed('shop', { dispatch: rules }),
      packageNamed('dbt_utils'),
      packageNamed('dbt'),
    ]);
    const { library } = environmentWith(macros, { project });
    const request = { macroName: 'x', macroNamespace: 'dbt_utils', packageName: 'shop' };
    expect(library.dispatch(request).uniqueId).toBe('macro.dbt_utils.duckdb__x');
  });

  it('says what it searched for, and refuses dots', () => {
    const { library } = environmentWith(macros);
    const fail = (macroName: string, macroNamespace: string | null) =>
      sentence(() => library.dispatch({ macroName, macroNamespace, packageName: 'shop' }));
    expect(fail('gone', 'dbt_utils')).toBe(
      "In dispatch: No macro named 'gone' found within namespace: 'dbt_utils'\n    Searched for: 'shop.duckdb__gone', 'shop.default__gone', 'dbt_utils.duckdb__gone', 'dbt_utils.default__gone'",
    );
    expect(fail('gone', null)).toBe(
      "In dispatch: No macro named 'gone' found within namespace: 'None'\n    Searched for: 'duckdb__gone', 'default__gone'",
    );
    expect(fail('dbt_utils.x', null)).toBe(
      'In adapter.dispatch, got a macro name of "dbt_utils.x", but "." is not a valid macro name component. Did you mean `adapter.dispatch("x", macro_namespace="dbt_utils")`?',
    );
  });
});

describe('finding materializations', () => {
  const builtIn = materialization('table', 'default') + materialization('view', 'default');
  const id = (macros: Readonly<Record<string, string>>, flags: Readonly<Record<string, unknown>> = {}) => {
    const project = projectOf(
      ['shop', 'dbt_utils', 'dbt_duckdb', 'dbt'].map((name) => packageNamed(name)),
      { flags },
    );
    return environmentWith(macros, { project }).library.findMaterialization('table')?.uniqueId;
  };

  it('prefers the engine over default, and then the root project over the built-in ones', () => {
    expect(id({ dbt: builtIn, dbt_duckdb: materialization('table', "adapter='duckdb'") })).toBe(
      'macro.dbt_duckdb.materialization_table_duckdb',
    );
    expect(
      id({
        shop: materialization('table', 'default'),
        dbt: builtIn,
        dbt_duckdb: materialization('table', "adapter='duckdb'"),
      }),
    ).toBe('macro.dbt_duckdb.materialization_table_duckdb');
    expect(id({ shop: materialization('table', 'default'), dbt: builtIn })).toBe(
      'macro.shop.materialization_table_default',
    );
  });

  it('lets an installed package replace a built-in one only when the flag allows it', () => {
    const macros = { dbt_utils: materialization('table', 'default'), dbt: builtIn };
    expect(id(macros)).toBe('macro.dbt.materialization_table_default');
    expect(id(macros, { require_explicit_package_overrides_for_builtin_materializations: false })).toBe(
      'macro.dbt_utils.materialization_table_default',
    );
    expect(id({ dbt_utils: materialization('table', 'default') })).toBe(
      'macro.dbt_utils.materialization_table_default',
    );
  });
});

describe('materializations of one name in two packages', () => {
  it('are ambiguous, and dbt says between which', () => {
    const project = projectOf(['shop', 'dbt_utils', 'other', 'dbt'].map((name) => packageNamed(name)));
    const own = materialization('pile', 'default');
    const { library } = environmentWith({ dbt_utils: own, other: own }, { project });
    expect(sentence(() => library.findMaterialization('pile'))).toBe(
      'Found two materializations with the name materialization_pile_default (packages dbt_utils and other). dbt cannot resolve this ambiguity',
    );
  });
});

describe('what macros call', () => {
  it('is found in their text: macros, packages, dispatch, and methods named like a macro', () => {
    const { library } = environmentWith({
      shop: `{% macro a() %}{{ b() }} {{ ref('x') }} {{ dbt_utils.c() }} {{ x.b() }} {{ log('b') }}{{ adapter.dispatch('d', 'dbt')() }} {{ unknown() }}{% endmacro %}${macro('b')}`,
      dbt_utils: macro('c'),
      dbt: macro('d') + macro('default__d'),
    });
    const own = library.find('a', 'shop');
    if (own === undefined) throw new Error('not found');
    expect([...library.dependenciesOf(own)].sort()).toEqual([
      'macro.dbt.d',
      'macro.dbt.default__d',
      'macro.dbt_utils.c',
      'macro.shop.b',
    ]);
  });
});
