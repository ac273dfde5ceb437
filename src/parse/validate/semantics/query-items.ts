/** The calls that filters, groupings and orders of the semantic layer may hold: `Dimension('order__status')`, ... */
import { pythonRepr } from '../../../base/index.ts';
import { DiagnosticError } from '../../../diagnostics/index.ts';
import { GETATTR, hostFunction, type Jinja, strOf, toPlain } from '../../../jinja/index.ts';
import { GRAINS } from './issue.ts';

type ItemType = 'Dimension' | 'TimeDimension' | 'Entity' | 'Metric';

/** One call, read. */
export interface QueryItem {
  readonly type: ItemType;
  readonly name: string;
  readonly path: readonly string[];
  readonly grain: string | null;
  readonly datePart: string | null;
  readonly groupBy: readonly string[];
}

/** A template that cannot be read; the message is dbt's. */
export class UnreadableItems extends Error {}

/** Python's name of the exception that dbt has for them. */
export const UNREADABLE = 'metricflow_semantic_interfaces.call_parameter_sets.ParseJinjaObjectException';

interface Draft {
  readonly type: ItemType;
  readonly name: string;
  readonly path: readonly string[];
  grain: string | null;
  datePart: string | null;
  readonly groupBy: readonly string[];
}

/** Parameters of each call, in their order. */
const PARAMETERS: Readonly<Record<ItemType, readonly string[]>> = {
  Dimension: ['name', 'entity_path'],
  TimeDimension: [
    'time_dimension_name',
    'time_granularity_name',
    'entity_path',
    'descending',
    'date_part_name',
  ],
  Entity: ['entity_name', 'entity_path'],
  Metric: ['metric_name', 'group_by'],
};

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function draftOf(
  type: ItemType,
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): Draft {
  const names = PARAMETERS[type];
  const given = Object.fromEntries([
    ...positional.map((value, at) => [names[at] ?? '', toPlain(value)]),
    ...Object.entries(keywords).map(([key, value]) => [key, toPlain(value)]),
  ]);
  if (Object.keys(given).some((key) => !names.includes(key)) || typeof given[names[0] ?? ''] !== 'string')
    throw new UnreadableItems('a call has arguments that it does not take');
  return {
    type,
    name: String(given[names[0] ?? '']),
    path: textsOf(given['entity_path']),
    grain: textOf(given['time_granularity_name']),
    datePart: textOf(given['date_part_name']),
    groupBy: textsOf(given['group_by']),
  };
}

/** The object that a call gives: its methods change the call and give it back. */
function itemObject(draft: Draft, allowsOrder: boolean): unknown {
  const methods: Readonly<Record<string, (value: unknown) => void>> = {
    ...(draft.type === 'Dimension'
      ? {
          grain: (value) => {
            draft.grain = strOf(value);
          },
          date_part: (value) => {
            draft.datePart = strOf(value);
          },
        }
      : {}),
    ...(allowsOrder ? { descending: () => undefined } : {}),
  };
  const own: unknown = Object.freeze({
    [GETATTR]: (name: string) => {
      const method = methods[name];
      if (method === undefined) throw new UnreadableItems(`no method ${name}`);
      return hostFunction(name, ([value], keywords) => {
        method(value ?? Object.values(keywords)[0]);
        return own;
      });
    },
  });
  return own;
}

function unknownName(name: string): never {
  throw new UnreadableItems(`no ${name}`);
}

/** The calls of a template. Throws `UnreadableItems`. */
export function queryItems(template: string, jinja: Jinja, allowsOrder = false): readonly QueryItem[] {
  const drafts: Draft[] = [];
  const calls = new Map(
    (Object.keys(PARAMETERS) as ItemType[]).map((type) => [
      type as string,
      hostFunction(type, (positional, keywords) => {
        const draft = draftOf(type, positional, keywords);
        drafts.push(draft);
        return itemObject(draft, allowsOrder);
      }),
    ]),
  );
  try {
    jinja
      .parseTemplate({ path: '', text: template })
      .renderSync({ get: (name) => calls.get(name) ?? unknownName(name) });
  } catch (error) {
    if (!(error instanceof DiagnosticError) && !(error instanceof UnreadableItems)) throw error;
    throw new UnreadableItems(`Error while parsing Jinja template:\n${template}`);
  }
  return drafts;
}

interface DunderedName {
  readonly links: number;
  readonly element: string;
  readonly grain: string | null;
}

/** `order__ordered_at__day` in its parts. */
function dundered(name: string, custom: readonly string[] = []): DunderedName {
  const parts = name.toLowerCase().split('__');
  const last = parts.at(-1) ?? '';
  const isGrain = parts.length > 1 && [...GRAINS, ...custom].includes(last);
  const rest = isGrain ? parts.slice(0, -1) : parts;
  return { links: rest.length - 1, element: rest.at(-1) ?? '', grain: isGrain ? last : null };
}

/** The element that a call names. */
export const elementOf = (item: QueryItem, custom: readonly string[]): string =>
  item.type === 'Metric' ? item.name : dundered(item.name, custom).element;

/** The granularity that a call asks for, by its argument or in its name. */
export const grainOf = (item: QueryItem, custom: readonly string[]): string | null =>
  isTime(item) ? (dundered(item.name, custom).grain ?? item.grain) : null;

const isTime = ({ type, grain, datePart }: QueryItem): boolean =>
  type === 'TimeDimension' || (type === 'Dimension' && (grain !== null || datePart !== null));

function itemFault(item: QueryItem, custom: readonly string[], isOrder: boolean): string | null {
  const { type, name, groupBy } = item;
  const parts = dundered(name, isTime(item) ? custom : []);
  if (type === 'Metric') {
    if (isOrder || groupBy.length > 0) return null;
    return '`group_by` parameter is required for Metric in where filter. This is needed to determine 1) the granularity to aggregate the metric to and 2) how to join the metric to the rest of the query.';
  }
  if (type === 'Entity') {
    if (parts.grain === null) return null;
    return `Name is in an incorrect format: ${pythonRepr(name)}. It should not contain a time grain suffix.`;
  }
  if (parts.links !== 1 && parts.element !== 'metric_time')
    return `Name is in an incorrect format: ${pythonRepr(name)}. It should be of the form: <primary entity name>__<dimension_name>`;
  if (!isTime(item) || parts.grain === null || item.grain === null || item.grain === parts.grain) return null;
  return `Received different grains in \`time_dimension_name\` parameter ('${name}') and \`time_granularity_name\` parameter ('${item.grain}'). Remove the grain suffix (\`${parts.grain}\`) from the time dimension name and use the \`time_granularity_name\` parameter to specify the intendend grain.`;
}

/** The calls of a template, each of a form that dbt takes. Throws `UnreadableItems`. */
export function checkedItems(options: {
  readonly template: string;
  readonly jinja: Jinja;
  readonly custom: readonly string[];
  readonly isOrder?: boolean;
}): readonly QueryItem[] {
  const { template, jinja, custom, isOrder = false } = options;
  const items = queryItems(template, jinja, isOrder);
  for (const item of items) {
    const fault = itemFault(item, custom, isOrder);
    if (fault !== null) throw new UnreadableItems(fault);
  }
  return items;
}
