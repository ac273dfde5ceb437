import type { AdapterPlugin } from '../adapter/contract.ts';
import { type Project, packageOf } from '../domain/index.ts';
import { relationClassMember } from './relation-api.ts';
import { relationAttribute } from './relation-attributes.ts';
import type { RelationObject } from './relation-object.ts';
import { overPolicy, QUOTE_ALL, type RelationTraits } from './relation-state.ts';

const known = new WeakMap<Project, RelationTraits>();

/** The traits of relations in a project; made once. */
export function relationTraits(project: Project, plugin: AdapterPlugin): RelationTraits {
  const traits = known.get(project) ?? makeTraits(project, plugin);
  known.set(project, traits);
  return traits;
}

function makeTraits(project: Project, plugin: AdapterPlugin): RelationTraits {
  return {
    typeName: `dbt.adapters.${plugin.name}.relation.${plugin.classPrefix ?? plugin.name}Relation`,
    dialect: plugin.dialect,
    quoting: overPolicy(QUOTE_ALL, packageOf(project, project.name)?.quoting ?? {}),
    attribute: (relation, name) => {
      const object = relation as RelationObject;
      const own = relationAttribute(object, name);
      return own === undefined ? relationClassMember(object.state.traits, name) : own;
    },
  };
}
