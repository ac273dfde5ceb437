type Dict = Readonly<Record<string, unknown>>;

/** What selection and listing look at in everything; the rest of a record is its bulk, read when it is asked for. */
const LIGHT: ReadonlySet<string> = new Set([
  'resourceType',
  'uniqueId',
  'name',
  'packageName',
  'path',
  'originalFilePath',
  'fqn',
  'tags',
  'dependsOn',
  'version',
  'latestVersion',
  'access',
  'group',
  'sourceName',
  'attachedNode',
  'fileKeyName',
  'patchPath',
  'deprecationDate',
  'timeSpine',
  'database',
  'schema',
  'alias',
]);

/** The same of a record's `config`. */
const LIGHT_CONFIG: readonly string[] = ['enabled', 'materialized', 'store_failures'];

/** The keys of a record in their order, and those of its `config`; null when it has none. */
export interface Shape {
  readonly keys: readonly string[];
  readonly config: readonly string[] | null;
}

/** A record of an object literal, as all nouns of the domain are. */
export function isPlainRecord(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The shape of a record. */
export function shapeOf(record: Dict): Shape {
  const { config } = record;
  return { keys: Object.keys(record), config: isPlainRecord(config) ? Object.keys(config) : null };
}

/** Keys of the parts of a record. `config` stands among the bulk; its light values stand behind all other light ones. */
export interface ShapeParts {
  readonly light: readonly string[];
  readonly bulk: readonly string[];
  /** How many of the bulk, at its end, point into texts. */
  readonly pointing: number;
  readonly config: readonly string[];
  /** What of `config` is not light. */
  readonly configBulk: readonly string[];
}

/** What points into texts, and so is never JSON as it is. It comes last, so that all before it can be written at once. */
const POINTING: readonly string[] = ['span', 'source', 'refs', 'sources', 'patchSpan'];

/** Divides a shape. */
export function partsOf({ keys, config }: Shape): ShapeParts {
  const bulk = keys.filter((key) => !LIGHT.has(key));
  const pointing = bulk.filter((key) => POINTING.includes(key));
  const others = bulk.filter((key) => !POINTING.includes(key));
  return {
    light: keys.filter((key) => LIGHT.has(key)),
    bulk: [...others, ...pointing],
    pointing: pointing.length,
    config: config?.filter((key) => LIGHT_CONFIG.includes(key)) ?? [],
    configBulk: config?.filter((key) => !LIGHT_CONFIG.includes(key)) ?? [],
  };
}
