import type { Relation } from '../domain/index.ts';

/** A relation as templates see it: `api.Relation`, `this`, what `ref()` returns. */
export class RelationObject {
  readonly relation: Relation;

  constructor(relation: Relation) {
    this.relation = relation;
  }
}

export function relationObject(relation: Relation): RelationObject {
  return new RelationObject(relation);
}
