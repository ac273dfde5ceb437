import type { DiagnosticSink } from '../../diagnostics/index.ts';
import { castOf, type Manifest, type Node, type UniqueId } from '../../domain/index.ts';
import type { ExtractStore } from '../extract/kept-extract.ts';
import type { FileKind } from '../files/file-kinds.ts';
import type { PackageFiles, ProjectFile } from '../files/read-files.ts';
import { readProperties, type Section } from '../properties/properties-file.ts';
import { needsWholeParse } from './whole-parse.ts';

/** Files whose content makes nodes of their own and nothing else. */
const CODE: ReadonlySet<FileKind> = new Set(['model', 'analysis', 'singularTest', 'seed']);

const SECTIONS: Readonly<Partial<Record<Section, Node['resourceType']>>> = {
  models: 'model',
  seeds: 'seed',
  analyses: 'analysis',
  data_tests: 'test',
};

export interface TouchedFilesOptions {
  readonly files: ReadonlyMap<string, PackageFiles>;
  readonly earlier: Manifest;
  /** Absolute paths of files whose text is another than before. */
  readonly changed: ReadonlySet<string>;
  readonly sink: DiagnosticSink;
  readonly extracts?: ExtractStore | undefined;
}

const renderText = (text: string): string => text;

/** What must be parsed again together. */
export interface Touched {
  readonly files: ReadonlySet<ProjectFile>;
  /** The nodes that these files made before, but for generic tests. */
  readonly nodes: ReadonlyMap<string, Node>;
}

const keyOf = (packageName: string, path: string): string => `${packageName}://${path}`;

/** Ids of nodes by where they stand and by what they are called. */
export interface NodeIndex {
  /** Nodes of code files. */
  readonly byFile: ReadonlyMap<string, readonly UniqueId[]>;
  /** Which properties file describes which of them. */
  readonly byPatch: ReadonlyMap<string, readonly UniqueId[]>;
  readonly byName: ReadonlyMap<string, readonly UniqueId[]>;
  /** Generic tests by the properties file that they stand in. */
  readonly tests: ReadonlyMap<string, readonly UniqueId[]>;
}

function buildIndex(nodes: ReadonlyMap<UniqueId, Node>): NodeIndex {
  const index = { byFile: new Map(), byPatch: new Map(), byName: new Map(), tests: new Map() };
  const add = (of: Map<string, UniqueId[]>, key: string, id: UniqueId) => {
    const known = of.get(key);
    if (known === undefined) of.set(key, [id]);
    else known.push(id);
  };
  for (const [id, node] of nodes) {
    const file = keyOf(node.packageName, node.originalFilePath);
    if (isGenericTest(node)) {
      add(index.tests, file, id);
      continue;
    }
    add(index.byFile, file, id);
    if (node.patchPath !== null) add(index.byPatch, node.patchPath, id);
    add(index.byName, `${node.resourceType} ${node.packageName} ${node.name}`, id);
  }
  return index;
}

const indexes = new WeakMap<object, NodeIndex>();

/** The index of a project's nodes; it stays while they are where they were. */
export function indexNodes(nodes: ReadonlyMap<UniqueId, Node>): NodeIndex {
  const cast = castOf(nodes);
  const index = indexes.get(cast) ?? buildIndex(nodes);
  indexes.set(cast, index);
  return index;
}

/** Whether a node is a test that stands in a properties file. */
export function isGenericTest(node: Node): boolean {
  return node.resourceType === 'test' && node.fileKeyName !== null;
}

/**
 * The files that an edit touches: those that changed, the properties files that describe what they make, and all that such a
 * properties file describes.
 */
export function touchedFiles({ files, earlier, changed, sink, extracts }: TouchedFilesOptions): Touched {
  const all = new Map<string, ProjectFile>();
  const known = new Map<string, ProjectFile>();
  for (const each of files.values()) {
    for (const file of Object.values(each).flat()) {
      all.set(keyOf(file.packageName, file.originalFilePath), file);
      known.set(file.absolutePath, file);
    }
  }
  const index = indexNodes(earlier.nodes);
  const nodeOf = (id: UniqueId) => earlier.nodes.get(id) as Node;
  const touched = new Set<ProjectFile>();
  const nodes = new Map<string, Node>();
  const pending: ProjectFile[] = [];
  const touch = (file: ProjectFile | undefined, what: string) => {
    if (file === undefined) return needsWholeParse(what);
    if (touched.has(file)) return;
    touched.add(file);
    pending.push(file);
  };
  const touchNode = (node: Node) => {
    if (node.resourceType === 'model' && node.version !== null) needsWholeParse('a versioned model');
    nodes.set(node.uniqueId, node);
    touch(all.get(keyOf(node.packageName, node.originalFilePath)), node.originalFilePath);
    if (node.patchPath !== null) touch(all.get(node.patchPath), node.patchPath);
  };
  const touchEntries = (file: ProjectFile) => {
    const path = keyOf(file.packageName, file.originalFilePath);
    for (const { section, value } of readProperties({ file, renderText, sink, extracts }).entries) {
      const type = SECTIONS[section];
      if (type === undefined || 'versions' in value)
        needsWholeParse(`${section} in ${file.originalFilePath}`);
      const found = index.byName.get(`${type} ${file.packageName} ${String(value['name'])}`) ?? [];
      const [id] = found;
      if (id === undefined || found.length > 1)
        return needsWholeParse(`${String(value['name'])} is described`);
      const node = nodeOf(id);
      if (node.patchPath !== null && node.patchPath !== path)
        needsWholeParse(`${node.name} is described elsewhere`);
      touchNode(node);
    }
  };
  for (const path of changed) touch(known.get(path), path);
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    const key = keyOf(file.packageName, file.originalFilePath);
    if (file.kind === 'properties') {
      for (const id of index.byPatch.get(key) ?? []) touchNode(nodeOf(id));
      touchEntries(file);
    } else if (CODE.has(file.kind)) {
      const made = index.byFile.get(key) ?? [];
      if (made.length !== 1) needsWholeParse(`${file.originalFilePath} made no node`);
      for (const id of made) touchNode(nodeOf(id));
    } else needsWholeParse(`a ${file.kind} (${file.originalFilePath})`);
  }
  return { files: touched, nodes };
}

/** The same files by package and kind, without those that were not touched. */
export function onlyTouched(
  files: ReadonlyMap<string, PackageFiles>,
  touched: ReadonlySet<ProjectFile>,
): ReadonlyMap<string, PackageFiles> {
  return new Map(
    [...files].map(([name, each]) => {
      const kinds = Object.entries(each).map(([kind, list]) => [
        kind,
        list.filter((file) => touched.has(file)),
      ]);
      return [name, Object.fromEntries(kinds) as PackageFiles];
    }),
  );
}
