import type { Dialect } from '../adapter/contract.ts';
import type { RelationType } from '../domain/index.ts';
import type { Policy } from './contract.ts';

/** What all relations of one run have in common. */
export interface RelationTraits {
  /** `DuckDBRelation`: what Python would call the class. */
  readonly typeName: string;
  readonly dialect: Dialect;
  /** The root project's `quoting:` over the engine's default, which quotes every part. */
  readonly quoting: Policy;
  /** The members that templates reach on a relation. */
  readonly attribute: (relation: object, name: string) => unknown;
}

export interface RelationPath {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string | null;
}

/** Rows whose event time lies in a window; the moments as SQL has them, the end outside of it. */
export interface EventTimeFilter {
  /** As SQL has it: quoted or not. */
  readonly fieldName: string;
  readonly start: string;
  readonly end: string;
}

/** What is read of a relation; without anything, all of it. */
export interface Reads {
  /** Rows to read at most: 0 under `--empty`. */
  readonly limit?: number | null;
  readonly eventTimeFilter?: EventTimeFilter | null;
}

/** Everything that makes up a relation; the fields are those of dbt's relation class. */
export interface RelationState {
  readonly traits: RelationTraits;
  readonly path: RelationPath;
  readonly type: RelationType | null;
  readonly quotePolicy: Policy;
  readonly includePolicy: Policy;
  readonly dbtCreated: boolean;
  /** Rows to read at most: 0 under `--empty`; null for all. */
  readonly limit: number | null;
  /** The window of event time to read under `--sample`; null for all. */
  readonly eventTimeFilter: EventTimeFilter | null;
  /** SQL that stands for a source kept outside the database: a quoted path or a function call. */
  readonly external: string | null;
  /** The view behind `database.information_schema`, for an information schema. */
  readonly informationSchemaView: string | null;
  readonly isInformationSchema: boolean;
  /** What is put out where nothing else looks at it; its name as any other text where this is undefined. */
  readonly shownText?: string | undefined;
}

const ODD_QUOTES = /"+/g;

/**
 * dbt puts quotes around a name as it is: quotes inside of it are the author's to double. Those that are not doubled would end
 * the name, and what follows would be SQL: they are doubled here.
 */
export function quotedAsWritten(dialect: Pick<Dialect, 'quote'>, name: string): string {
  const quotes = dialect.quote('');
  const end = quotes.slice(-1);
  const inside = name.includes(end)
    ? name.replaceAll(ODD_QUOTES, (run) => (run.length % 2 === 0 ? run : `${run}"`))
    : name;
  return `${quotes.slice(0, 1)}${inside}${end}`;
}

export const QUOTE_ALL: Policy = Object.freeze({ database: true, schema: true, identifier: true });

/** Parts of a policy that are given, over a base. */
export function overPolicy(
  base: Policy,
  parts: { readonly [part in keyof Policy]?: boolean | null | undefined },
): Policy {
  return {
    database: parts.database ?? base.database,
    schema: parts.schema ?? base.schema,
    identifier: parts.identifier ?? base.identifier,
  };
}
