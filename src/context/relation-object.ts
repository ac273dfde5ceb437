import type { Relation } from '../domain/index.ts';
import {
  BOOL,
  EQ,
  GETATTR,
  GETITEM,
  HASH,
  ITER,
  LEN,
  MAPPING,
  REPR,
  raise,
  SHOWN,
  STR,
  TYPE,
} from '../jinja/index.ts';
import { QUOTE_ALL, quotedAsWritten, type RelationState, type RelationTraits } from './relation-state.ts';

const PARTS = ['database', 'schema', 'identifier'] as const;

/** The name in SQL, part by part, as the policies have it. */
function renderPath(state: RelationState): string {
  const parts: string[] = [];
  for (const part of PARTS) {
    const value = state.path[part];
    if (!state.includePolicy[part] || value === null) continue;
    parts.push(state.quotePolicy[part] ? quotedAsWritten(state.traits.dialect, value) : value);
  }
  if (state.isInformationSchema && state.informationSchemaView !== null)
    parts.push(state.informationSchemaView);
  return parts.join('.');
}

/**
 * A relation as templates see it: `this`, `api.Relation`, what `ref()` returns. It never changes; methods return new ones.
 * Templates reach the members of dbt's relation, and it passes `is mapping` as there.
 */
export class RelationObject {
  readonly state: RelationState;
  readonly [MAPPING] = true;

  constructor(state: RelationState) {
    this.state = Object.freeze(state);
  }

  /** The plain address, for the adapter and its catalog. */
  get relation(): Relation {
    return { ...this.state.path, type: this.state.type };
  }

  /** The same relation with other fields. */
  with(changes: Partial<RelationState>): RelationObject {
    return new RelationObject({ ...this.state, shownText: undefined, ...changes });
  }

  /** The name in SQL, or what stands for an external source. */
  render(): string {
    return this.state.external ?? renderPath(this.state);
  }

  /** The name, or a sub-query where rows are limited. */
  renderLimited(): string {
    const rendered = this.render();
    if (this.state.limit === null) return rendered;
    return this.state.limit === 0
      ? `(select * from ${rendered} where false limit 0)`
      : `(select * from ${rendered} limit ${this.state.limit})`;
  }

  /** A text of this relation, or a sub-query of its rows in the window that is read. */
  renderFiltered(rendered: string): string {
    const filter = this.state.eventTimeFilter;
    if (filter === null) return rendered;
    const { fieldName, start, end } = filter;
    return `(select * from ${rendered} where ${fieldName} >= '${start}' and ${fieldName} < '${end}')`;
  }

  toString(): string {
    return this.state.type === 'function' ? this.render() : this.renderFiltered(this.renderLimited());
  }

  equals(other: unknown): boolean {
    if (!(other instanceof RelationObject)) return false;
    return comparable(this.state) === comparable(other.state);
  }

  [STR](): string {
    return this.toString();
  }

  [SHOWN](): string {
    return this.state.shownText ?? this.toString();
  }

  [REPR](): string {
    return `<${this[TYPE].split('.').at(-1)} ${this.render()}>`;
  }

  get [TYPE](): string {
    return this.state.isInformationSchema
      ? 'dbt.adapters.base.relation.InformationSchema'
      : this.state.traits.typeName;
  }

  [BOOL](): boolean {
    return true;
  }

  [EQ](other: unknown): boolean {
    return this.equals(other);
  }

  [HASH](): string {
    return this.render();
  }

  [GETATTR](name: string): unknown {
    return this.state.traits.attribute(this, name);
  }

  [GETITEM](key: unknown): unknown {
    return typeof key === 'string' ? this.state.traits.attribute(this, key) : undefined;
  }

  [ITER](): Iterable<unknown> {
    return notADict(this);
  }

  [LEN](): number {
    return notADict(this);
  }
}

/** What equality compares: every field that dbt keeps. */
function comparable(state: RelationState): string {
  const { traits, shownText: _, ...fields } = state;
  return JSON.stringify([traits.typeName, fields]);
}

/** Relations pass for mappings, and dbt takes every use as one for a mistake. */
export function notADict(relation: RelationObject): never {
  return raise(
    'TypeError',
    `The object ("${relation}") was used as a dictionary. This capability has been removed from objects of this type.`,
  );
}

/** A relation with the engine's ordinary policies. */
export function relationObject(
  traits: RelationTraits,
  relation: Partial<Relation>,
  changes: Partial<RelationState> = {},
): RelationObject {
  return new RelationObject({
    traits,
    path: {
      database: relation.database ?? null,
      schema: relation.schema ?? null,
      identifier: relation.identifier ?? null,
    },
    type: relation.type ?? null,
    quotePolicy: traits.quoting,
    includePolicy: QUOTE_ALL,
    dbtCreated: false,
    limit: null,
    eventTimeFilter: null,
    external: null,
    informationSchemaView: null,
    isInformationSchema: false,
    ...changes,
  });
}
