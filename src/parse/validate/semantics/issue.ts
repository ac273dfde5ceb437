import type { DeclaredResource, Manifest } from '../../../domain/index.ts';
import { type Dict, isDict } from '../../config/plain.ts';

/** Something wrong with a resource of the semantic layer, in the words of dbt's validation. */
export interface Issue {
  readonly resource: DeclaredResource;
  readonly message: string;
  /** What dbt only warns of. */
  readonly isWarning?: boolean;
  /** dbt's name of a deprecation, where it is one. */
  readonly deprecation?: string;
}

/** One of dbt's rules over everything that the semantic layer is made of. */
export type Rule = (manifest: Manifest) => readonly Issue[];

/** The mappings in a list; nothing when it is none. */
export const dicts = (value: unknown): readonly Dict[] => (Array.isArray(value) ? value.filter(isDict) : []);

export const dictOf = (value: unknown): Dict => (isDict(value) ? value : {});

export const nameOf = (part: Dict): string => String(part['name']);

/** The granularities that dbt knows by itself, finest first. */
export const GRAINS: readonly string[] =
  'nanosecond microsecond millisecond second minute hour day week month quarter year'.split(' ');

/** Granularities that time spines of the project add. */
export function customGrains({ nodes }: Manifest): readonly string[] {
  return [...nodes.values()].flatMap((node) =>
    node.resourceType === 'model'
      ? dicts(dictOf(node.timeSpine)['custom_granularities']).map((each) => nameOf(each))
      : [],
  );
}

/** The parameters of a metric. */
export const paramsOf = ({ entry }: DeclaredResource): Dict => dictOf(entry['type_params']);

/** dbt shows types of its own with the name of their class. */
export function enumText(className: string, value: unknown): string {
  return `${className}.${String(value).toUpperCase()}`;
}
