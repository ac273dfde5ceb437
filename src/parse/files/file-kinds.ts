import type { Package } from '../../domain/index.ts';

/** What a file of a package can hold; decided by its folder and its extension. */
export type FileKind =
  | 'macro'
  | 'genericTest'
  | 'model'
  | 'snapshot'
  | 'analysis'
  | 'singularTest'
  | 'seed'
  | 'docs'
  | 'function'
  | 'fixture'
  | 'properties';

export interface FileKindRule {
  readonly kind: FileKind;
  readonly folders: (from: Package) => readonly string[];
  /** Lower case, with the dot. */
  readonly extensions: readonly string[];
  /** Extensions that also count with `.jinja`, `.jinja2` or `.j2` behind them, under `allow_jinja_file_extensions`. */
  readonly jinja: boolean;
}

function sourceFolders(from: Package): readonly string[] {
  const all = [
    ...from.modelPaths,
    ...from.seedPaths,
    ...from.snapshotPaths,
    ...from.analysisPaths,
    ...from.macroPaths,
    ...from.testPaths,
    ...from.functionPaths,
  ];
  return [...new Set(all.map((each) => each.replace(/\/+$/, '')))];
}

function below(folders: readonly string[], name: string): readonly string[] {
  return folders.map((each) => `${each.replace(/\/+$/, '')}/${name}`);
}

/** Every kind of file that dbt reads, in the order in which it reads them. */
export const FILE_KINDS: readonly FileKindRule[] = [
  { kind: 'macro', folders: (from) => from.macroPaths, extensions: ['.sql'], jinja: true },
  {
    kind: 'genericTest',
    folders: (from) => below(from.testPaths, 'generic'),
    extensions: ['.sql'],
    jinja: true,
  },
  { kind: 'model', folders: (from) => from.modelPaths, extensions: ['.py', '.sql'], jinja: true },
  { kind: 'snapshot', folders: (from) => from.snapshotPaths, extensions: ['.sql'], jinja: true },
  { kind: 'analysis', folders: (from) => from.analysisPaths, extensions: ['.sql'], jinja: true },
  { kind: 'singularTest', folders: (from) => from.testPaths, extensions: ['.sql'], jinja: true },
  { kind: 'seed', folders: (from) => from.seedPaths, extensions: ['.csv'], jinja: false },
  { kind: 'docs', folders: (from) => from.docsPaths, extensions: ['.md'], jinja: true },
  {
    kind: 'function',
    folders: (from) => from.functionPaths,
    extensions: ['.py', '.js', '.sql'],
    jinja: true,
  },
  {
    kind: 'fixture',
    folders: (from) => below(from.testPaths, 'fixtures'),
    extensions: ['.csv', '.sql'],
    jinja: true,
  },
  { kind: 'properties', folders: sourceFolders, extensions: ['.yml', '.yaml'], jinja: false },
];

const JINJA_ENDINGS = ['.jinja2', '.jinja', '.j2'];

/** The name a file gives to what it holds: without its extension, and without a Jinja ending before that. */
export function resourceNameOf(relativePath: string, allowJinja: boolean): string {
  let base = relativePath.slice(relativePath.lastIndexOf('/') + 1);
  const ending = allowJinja ? JINJA_ENDINGS.find((each) => base.endsWith(each)) : undefined;
  if (ending !== undefined) base = base.slice(0, -ending.length);
  const dot = base.lastIndexOf('.');
  return dot > 0 ? base.slice(0, dot) : base;
}

/** Extensions a rule accepts. */
export function extensionsOf(rule: FileKindRule, allowJinja: boolean): readonly string[] {
  if (!rule.jinja || !allowJinja) return rule.extensions;
  const templated = rule.extensions.filter((each) => each === '.sql' || each === '.md');
  return [...rule.extensions, ...templated.flatMap((each) => JINJA_ENDINGS.map((ending) => each + ending))];
}
