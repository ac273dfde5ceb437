import { type Package, type Project, packageOf } from '../../domain/index.ts';
import type { ConfigKind } from './config-fields.ts';
import { type Dict, isDict } from './plain.ts';

/** The section of `dbt_project.yml` that configures a kind. Analyses, hooks and groups are configured under `models`. */
const SECTIONS: Readonly<Record<ConfigKind, readonly string[]>> = {
  model: ['models'],
  seed: ['seeds'],
  snapshot: ['snapshots'],
  test: ['data_tests', 'tests'],
  node: ['models'],
  source: ['sources'],
  exposure: ['exposures'],
  unitTest: ['unit_tests'],
  function: ['functions'],
  metric: ['metrics'],
  semanticModel: ['semantic-models', 'semantic_models'],
  savedQuery: ['saved-queries', 'saved_queries'],
  group: ['models'],
};

export interface ConfigTarget {
  readonly kind: ConfigKind;
  readonly packageName: string;
  readonly fqn: readonly string[];
}

/** The configs that `dbt_project.yml` files give a node, weakest first. */
export interface ProjectLevels {
  /** Of the package that owns the node. */
  readonly own: readonly Dict[];
  /** Of the root project, when the node belongs to another package: stronger than everything else. */
  readonly root: readonly Dict[];
}

function sectionOf(trees: Readonly<Record<string, Dict>>, kind: ConfigKind): Dict | undefined {
  for (const name of SECTIONS[kind]) {
    const tree = trees[name];
    if (tree !== undefined) return tree;
  }
  return undefined;
}

/** Keys of one level: `+key` always, a plain key when its value is not a dict (then it is a folder). */
function levelConfig(level: Dict): Dict {
  const config: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(level)) {
    if (key.startsWith('+')) config[key.slice(1).trim()] = value;
    else if (!isDict(value)) config[key] = value;
  }
  return config;
}

/** The levels of a config tree that lie on the way to `fqn`. */
function levelsOf(tree: Dict | undefined, fqn: readonly string[]): readonly Dict[] {
  if (tree === undefined) return [];
  const levels = [levelConfig(tree)];
  let at: Dict = tree;
  for (const step of fqn) {
    const next = at[step];
    if (!isDict(next)) break;
    levels.push(levelConfig(next));
    at = next;
  }
  return levels.filter((level) => Object.keys(level).length > 0);
}

/** The part of `fqn` that names a place in the tree: nodes with the same part have the same levels. */
function pathInTree(tree: Dict | undefined, fqn: readonly string[]): string {
  let depth = 0;
  let at: unknown = tree;
  while (depth < fqn.length && isDict(at)) {
    const next: unknown = at[fqn[depth] as string];
    if (!isDict(next)) break;
    at = next;
    depth++;
  }
  return fqn.slice(0, depth).join('.');
}

/** Looks up what `dbt_project.yml` files say of a node; remembers the answer per place in the trees. */
export interface ProjectConfigs {
  rendered(target: ConfigTarget): ProjectLevels;
  unrendered(target: ConfigTarget): ProjectLevels;
  /** Equal for nodes whose levels are the same. */
  placeOf(target: ConfigTarget): string;
}

type Trees = 'configs' | 'unrenderedConfigs';

const NOTHING: ProjectLevels = { own: [], root: [] };

/** The config trees of a project and its packages. */
export function createProjectConfigs(project: Project): ProjectConfigs {
  const root = packageOf(project, project.name) as Package;
  const known = new Map<string, ProjectLevels>();

  const treeOf = (owner: Package | undefined, kind: ConfigKind, trees: Trees) =>
    owner === undefined ? undefined : sectionOf(owner[trees] as Readonly<Record<string, Dict>>, kind);

  const placeOf = (target: ConfigTarget): string => {
    const own = pathInTree(
      treeOf(packageOf(project, target.packageName), target.kind, 'configs'),
      target.fqn,
    );
    if (target.packageName === project.name) return `${target.kind}|${own}`;
    const above = pathInTree(treeOf(root, target.kind, 'configs'), target.fqn);
    return `${target.kind}|${target.packageName}|${own}|${above}`;
  };

  const look = (target: ConfigTarget, trees: Trees): ProjectLevels => {
    const key = `${trees}|${placeOf(target)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const owner = packageOf(project, target.packageName);
    const levels: ProjectLevels = {
      own: levelsOf(treeOf(owner, target.kind, trees), target.fqn),
      root: target.packageName === project.name ? [] : levelsOf(treeOf(root, target.kind, trees), target.fqn),
    };
    known.set(key, levels);
    return levels;
  };

  return {
    rendered: (target) => look(target, 'configs'),
    // dbt leaves the tree of functions out where it notes what is written.
    unrendered: (target) => (target.kind === 'function' ? NOTHING : look(target, 'unrenderedConfigs')),
    placeOf,
  };
}
