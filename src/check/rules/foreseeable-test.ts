import type { MacroLibrary, RunEnvironment } from '../../context/index.ts';
import type { Column, TestNode } from '../../domain/index.ts';

/** Tests whose query is the column alone, of whatever type. */
const PLAIN: ReadonlySet<string> = new Set(['not_null', 'unique']);
const DEFAULTS: Readonly<Record<string, unknown>> = {
  where: null,
  limit: null,
  fail_calc: 'count(*)',
  warn_if: '!= 0',
  error_if: '!= 0',
};

const builtIn = new WeakMap<MacroLibrary, Map<string, boolean>>();

/** Whether a test of this name in a package is the built-in one, all the way down. */
function isBuiltIn(library: MacroLibrary, name: string, packageName: string): boolean {
  const known = builtIn.get(library) ?? new Map<string, boolean>();
  builtIn.set(library, known);
  const key = `${packageName}.${name}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const test = library.findGenericTest({ name, namespace: null, packageName });
  const inner = library.dispatch({ macroName: `test_${name}`, macroNamespace: 'dbt', packageName });
  const found = [test, inner].every(
    (each) => each !== undefined && library.internalPackages.includes(each.packageName),
  );
  known.set(key, found);
  return found;
}

const isDefault = ({ config }: TestNode): boolean =>
  Object.entries(DEFAULTS).every(([key, value]) => (config[key] ?? value) === value);

/** Whether a test binds because its column is there, whatever else: it is not rendered then. */
export function isForeseeable(
  node: TestNode,
  columns: readonly Column[],
  { library }: RunEnvironment,
): boolean {
  const { testMetadata: test, columnName } = node;
  if (test === null || test.namespace !== null || columnName === null || !PLAIN.has(test.name)) return false;
  if (!/^[A-Za-z_]\w*$/.test(columnName) || !isDefault(node)) return false;
  if (Object.keys(test.kwargs).some((key) => key !== 'column_name' && key !== 'model')) return false;
  const isThere = columns.some((each) => each.name.toLowerCase() === columnName.toLowerCase());
  return isThere && isBuiltIn(library, test.name, node.packageName);
}
