import { DBT_VERSION, type UniqueId } from '../../domain/index.ts';
import type { Files } from '../../host/index.ts';
import { type ArtifactKind, type Json, jsonRecord, readEarlierFile, refuseContent } from './earlier-file.ts';
import { respellConfigs, upgradeManifest, type WrittenConfig } from './upgrade-manifest.ts';

/** A resource of an earlier manifest under dbt's own keys. */
export type EarlierEntry = Readonly<Record<string, unknown>>;

type Section = ReadonlyMap<UniqueId, EarlierEntry>;

/** As much of an earlier manifest as comparing and deferring need. */
export interface EarlierManifest {
  readonly nodes: Section;
  readonly functions: Section;
  readonly macros: Section;
  /** The resource of any kind with this id. */
  find(uniqueId: UniqueId): EarlierEntry | undefined;
}

const MANIFEST: ArtifactKind = { name: 'manifest', className: 'WritableManifest', version: 12, oldest: 4 };

/** Kinds of resources in the order in which an id is looked up. */
const SECTIONS = [
  'nodes',
  'sources',
  'exposures',
  'metrics',
  'semantic_models',
  'unit_tests',
  'saved_queries',
  'functions',
] as const;

function sectionOf(manifest: Json, name: string): Section {
  return new Map(Object.entries(jsonRecord(manifest[name])).map(([id, entry]) => [id, jsonRecord(entry)]));
}

export interface ReadManifestOptions {
  readonly files: Files;
  /** Absolute. */
  readonly path: string;
  /** Reads configs again that another version of dbt wrote; undefined leaves them as they are. */
  readonly writtenConfig: WrittenConfig | undefined;
}

/**
 * Reads a `manifest.json` of dbt or of this program, v4 to v12; undefined when there is none. Throws a `DiagnosticError` when
 * it cannot be used.
 */
export function readEarlierManifest(options: ReadManifestOptions): EarlierManifest | undefined {
  const { files, path, writtenConfig } = options;
  const file = readEarlierFile(files, path, MANIFEST);
  if (file === undefined) return undefined;
  const { content, version } = file;
  for (const name of ['nodes', 'sources', 'macros'])
    if (!(name in content)) refuseContent(path, MANIFEST, `it has no '${name}'`);
  if (version < MANIFEST.version) upgradeManifest(content, version);
  const isOther = jsonRecord(content['metadata'])['dbt_version'] !== DBT_VERSION;
  if (isOther && writtenConfig !== undefined) respellConfigs(content, writtenConfig);
  const sections = SECTIONS.map((name) => sectionOf(content, name));
  return Object.freeze({
    nodes: sections[0] as Section,
    functions: sections.at(-1) as Section,
    macros: sectionOf(content, 'macros'),
    find(uniqueId: UniqueId) {
      for (const section of sections) {
        const found = section.get(uniqueId);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  });
}
