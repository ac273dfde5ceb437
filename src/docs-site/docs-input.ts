import type { Analysis } from '../analyze/index.ts';
import type { CatalogArtifact, HistoryEntry } from '../artifacts/index.ts';
import type { CompiledNode, Manifest, Project, UniqueId } from '../domain/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Freshness, SourceFiles } from './payload.ts';

/** The earlier state of the project, as far as the page compares with it. */
export interface EarlierNode {
  readonly rawCode: string;
  /** Whether anything else of it differs: configuration, columns, tests. */
  readonly isChanged: boolean;
}

/** Everything that the page is made from. */
export interface DocsInput {
  readonly project: Project;
  readonly manifest: Manifest;
  readonly graph: Graph;
  readonly catalog: CatalogArtifact;
  readonly analysis: Analysis;
  readonly compiled: ReadonlyMap<UniqueId, CompiledNode>;
  /** Rows of relations, where the engine knows them. */
  readonly rows: ReadonlyMap<UniqueId, number>;
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  readonly sourceFiles: ReadonlyMap<UniqueId, Omit<SourceFiles, 'node'>>;
  readonly freshness: ReadonlyMap<UniqueId, Omit<Freshness, 'node'>>;
  /** Null without `--state`. */
  readonly earlier: ReadonlyMap<UniqueId, EarlierNode> | null;
  readonly imageOf: (path: string) => string | null;
  readonly generatedAt: Date;
  readonly sluiceVersion: string;
}
