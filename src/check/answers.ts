import type { Catalog, Connection, QueryResult } from '../adapter/contract.ts';
import type { Database } from '../context/index.ts';
import type { Node, Relation } from '../domain/index.ts';
import type { BuiltFacts } from './built.ts';
import { sameColumns } from './finding.ts';
import { isQuestion } from './harmless.ts';
import { placeOf, relationKey } from './relation-key.ts';
import { standInAdapter, standInConnection, Unanswerable } from './stand-ins.ts';
import type { World } from './world.ts';

export interface AnswersOptions {
  readonly node: Node;
  readonly world: World;
  /** Whether the node's own table is there: it is not when a model is built for the first time. */
  readonly isBuilt: boolean;
}

/** A database for templates that are rendered without building. */
export interface Answers extends Database {
  /** Whether the template asked anything. */
  readonly asked: () => boolean;
}

const COMMENTS = /\/\*[\s\S]*?\*\/|--[^\n]*/g;

/** Statements that are about shapes alone: the empty tables answer them as full ones would. */
function isAboutShapes(sql: string): boolean {
  const bare = sql.replace(COMMENTS, ' ').trim();
  return (
    /^(?:select\b[^;]*?\bfrom\s*\(\s*)?describe\b/i.test(bare) || /\bwhere\s+false\s+limit\s+0$/i.test(bare)
  );
}

/** Whether what a node reads is built with the columns that it would have now: only then do its rows answer for a build. */
function staleParent({ node, world }: AnswersOptions, facts: BuiltFacts): string | null {
  for (const id of world.graph.parents(node.uniqueId)) {
    const parent = world.environment.manifest.nodes.get(id) ?? world.environment.manifest.sources.get(id);
    const kept = world.kept.get(id);
    if (parent === undefined || kept === undefined) continue;
    if (parent.resourceType === 'source' || parent.resourceType === 'function') continue;
    const built = facts.tables.get(relationKey(placeOf(parent, world.environment)));
    if (built === undefined) return `${parent.name} is not built`;
    if (!sameColumns(built.columns, kept.columns)) return `${parent.name} is not built as it is now`;
  }
  return null;
}

function unanswerable(facts: BuiltFacts): string | null {
  if (facts.state === 'absent') return 'there is no database yet';
  return facts.state === 'unreadable' ? 'the database cannot be read now' : null;
}

async function ask(
  options: AnswersOptions,
  request: Parameters<Connection['execute']>,
): Promise<QueryResult> {
  const { world } = options;
  const [sql, ...rest] = request;
  if (!isQuestion(sql)) throw new Unanswerable('its template runs a statement that is no question');
  // The database has no tables of ephemeral models, whose names stand for tables here.
  if (isAboutShapes(sql)) return world.shadow.execute(sql.replaceAll('__dbt__cte__', '__no_cte__'), ...rest);
  const facts = await world.built.facts();
  const why = unanswerable(facts) ?? staleParent(options, facts);
  if (why !== null) throw new Unanswerable(`its template asks the database, and ${why}`);
  return world.built.query(...request);
}

/** Relations: the node's own as the mode says, what the project makes, and what else is built. */
function catalogOf({ node, world, isBuilt }: AnswersOptions, facts: BuiltFacts): Catalog {
  const own = relationKey(placeOf(node, world.environment));
  const typeOf = (key: string): Relation['type'] => {
    const owner = world.environment.manifest.nodes.get(world.owners.ownerOf(key) ?? '');
    return owner?.config.materialized === 'view' ? 'view' : 'table';
  };
  const get = (relation: Relation): Relation | undefined => {
    const key = relationKey(relation);
    if (key === own) return isBuilt ? { ...placeOf(node, world.environment), type: typeOf(key) } : undefined;
    const owner = world.environment.manifest.nodes.get(world.owners.ownerOf(key) ?? '');
    if (owner !== undefined) return { ...placeOf(owner, world.environment), type: typeOf(key) };
    return facts.tables.get(key)?.relation;
  };
  const all = () => [...facts.tables.values()].map((each) => each.relation);
  const same = (left: string | null, right: string | null) => left?.toLowerCase() === right?.toLowerCase();
  return {
    load: async () => {},
    ensure: async () => {},
    get,
    list: (database, schema) =>
      all().filter((each) => same(each.database, database) && same(each.schema, schema)),
    added() {},
    dropped() {},
    renamed() {},
    schemas: () => all().map(({ database, schema }) => ({ database, schema: schema ?? '' })),
    all,
  };
}

/**
 * A database for the templates of one node. Questions about shapes are answered from the empty tables, questions about data
 * from what is built, as long as that is what a build would find there. Everything else throws `Unanswerable`.
 */
export function createAnswers(options: AnswersOptions): Answers {
  let isAsked = false;
  let opening: ReturnType<Database['open']> | undefined;
  const open = async () => {
    const facts = await options.world.built.facts();
    return {
      adapter: standInAdapter(options.world, catalogOf(options, facts)),
      connection: standInConnection(options.node.uniqueId, (...request) => ask(options, request)),
    };
  };
  return {
    asked: () => isAsked,
    open() {
      isAsked = true;
      opening ??= open();
      return opening;
    },
  };
}
