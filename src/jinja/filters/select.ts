import { applyFilter, applyTest, filterNamed, testNamed } from '../runtime/apply.ts';
import type { Environment } from '../runtime/environment.ts';
import { iterate, truth } from '../runtime/iteration.ts';
import { repr, str } from '../runtime/text.ts';
import { type Keywords, type PyDict, PyIterator, type PyTuple, raise } from '../values/index.ts';
import { attributeGetter } from './attribute.ts';
import { defineFilters } from './define.ts';

type Bound = readonly unknown[];

function keywordsOf(dict: PyDict): Keywords {
  const keywords: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of dict.entries()) keywords[key as string] = value;
  return keywords;
}

function mapByAttribute(environment: Environment, keywords: PyDict): (item: unknown) => unknown {
  const unexpected = keywords.keys().find((key) => key !== 'attribute' && key !== 'default');
  if (unexpected !== undefined)
    raise('FilterArgumentError', `Unexpected keyword argument ${repr(unexpected)}`);
  return attributeGetter(environment, keywords.get('attribute'), keywords.get('default'));
}

function mapper(environment: Environment, positional: PyTuple, keywords: PyDict): (item: unknown) => unknown {
  if (positional.length === 0 && keywords.has('attribute')) return mapByAttribute(environment, keywords);
  if (positional.length === 0) raise('FilterArgumentError', 'map requires a filter argument');
  const [name, ...rest] = positional;
  const extra = { positional: rest, keywords: keywordsOf(keywords) };
  return (item) => applyFilter(environment, filterNamed(environment, str(name)), item, extra);
}

function map([value, positional, keywords]: Bound, environment: Environment): unknown {
  if (!truth(value)) return new PyIterator([]);
  const items = iterate(value);
  const apply = mapper(environment, positional as PyTuple, keywords as PyDict);
  return new PyIterator(items.map((item) => apply(item)));
}

/** `select`, `reject` and their `attr` forms: items for which a test (or their truth) has the wanted outcome. */
function selection(wanted: boolean, byAttribute: boolean) {
  return ([value, positional, keywords]: Bound, environment: Environment): unknown => {
    if (!truth(value)) return new PyIterator([]);
    const items = iterate(value);
    const given = [...(positional as PyTuple)];
    if (byAttribute && given.length === 0) {
      raise('FilterArgumentError', 'Missing parameter for attribute name');
    }
    const get = byAttribute ? attributeGetter(environment, given.shift()) : (item: unknown) => item;
    const check = predicate(environment, given, keywords as PyDict);
    return new PyIterator(items.filter((item) => check(get(item)) === wanted));
  };
}

function predicate(
  environment: Environment,
  positional: readonly unknown[],
  keywords: PyDict,
): (item: unknown) => boolean {
  if (positional.length === 0) return truth;
  const [name, ...rest] = positional;
  const extra = { positional: rest, keywords: keywordsOf(keywords) };
  return (item) => applyTest(environment, testNamed(environment, str(name)), item, extra);
}

/** Filters that apply another filter or a test to every item. */
export const selectFilters = defineFilters({
  map: ['value * **', map],
  reject: ['value * **', selection(false, false)],
  rejectattr: ['value * **', selection(false, true)],
  select: ['value * **', selection(true, false)],
  selectattr: ['value * **', selection(true, true)],
});
