import type { SourceText, Span } from '../../diagnostics/index.ts';
import type { Checksum, Language } from '../../domain/index.ts';
import type { ConfigKind } from '../config/config-fields.ts';
import type { ProjectFile } from '../files/read-files.ts';

/** The resources that files declare by lying where they lie. */
export type CodeKind = 'model' | 'seed' | 'snapshot' | 'analysis' | 'test' | 'operation' | 'function';

/** A resource as its file declares it, before anything is known of its configs. */
export interface CodeResource {
  readonly kind: CodeKind;
  readonly configKind: ConfigKind;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly fqn: readonly string[];
  readonly rawCode: string;
  readonly language: Language;
  readonly checksum: Checksum;
  readonly span: Span;
  /** What is rendered to find out what it asks for; null for what is not rendered. */
  readonly template: SourceText | null;
  /** Tags it has from the start. */
  readonly tags: readonly string[];
  /** Place among the hooks of its kind. */
  readonly index: number | null;
  readonly file: ProjectFile | null;
}

/** `model.shop.orders`: dbt's id of what a file declares. */
export function uniqueIdOf(resource: Pick<CodeResource, 'kind' | 'packageName' | 'name'>): string {
  return `${resource.kind}.${resource.packageName}.${resource.name}`;
}
