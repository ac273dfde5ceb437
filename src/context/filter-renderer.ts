import { ownValue } from '../base/index.ts';
import type { Jinja, Scope } from '../jinja/index.ts';
import { GETATTR, hostFunction, iterate, type Keywords, raise, STR, strOf } from '../jinja/index.ts';

type Call = readonly [positional: readonly unknown[], keywords: Keywords];

/** Names that every template has. */
const GLOBALS: ReadonlySet<string> = new Set(['range', 'dict', 'lipsum', 'cycler', 'joiner', 'namespace']);

const argument = ([positional, keywords]: Call, at: number, name: string): unknown =>
  positional[at] ?? keywords[name] ?? null;

function pathed(call: Call, at: number): string {
  const path = argument(call, at, 'entity_path');
  const before = path === null ? [] : [...iterate(path)].map(strOf);
  return [...before, strOf(argument(call, 0, 'name'))].join('__');
}

/** A name that prints itself, with what its methods add to it. */
function column(name: string, suffix: string | null, methods: readonly string[]): unknown {
  const self: unknown = Object.freeze({
    [STR]: () => (suffix === null ? name : `${name}__${suffix.toLowerCase()}`),
    [GETATTR](method: unknown) {
      if (method === 'descending') return hostFunction('descending', () => self);
      if (typeof method !== 'string' || !methods.includes(method)) return undefined;
      return hostFunction(method, (positional, keywords) => {
        const [given] = [...positional, ...Object.values(keywords)];
        return column(name, strOf(given ?? null), methods);
      });
    },
  });
  return self;
}

const GRAINS = ['grain', 'date_part'];

const CALLS: Readonly<Record<string, (call: Call) => unknown>> = {
  Dimension: (call) => column(pathed(call, 1), null, GRAINS),
  TimeDimension(call) {
    const grain = argument(call, 1, 'time_granularity_name');
    return column(pathed(call, 2), grain === null ? null : strOf(grain) || null, GRAINS);
  },
  Entity: (call) => column(pathed(call, 1), null, []),
  Metric: (call) => column(strOf(argument(call, 0, 'name')), null, []),
};

const SCOPE: Scope = {
  get(name) {
    const call = ownValue(CALLS, name);
    if (call !== undefined) return hostFunction(name, (...given) => call(given));
    return GLOBALS.has(name) ? undefined : raise('UndefinedError', `'${name}' is undefined`);
  },
};

/** Renders filters of the semantic layer: `{{ Dimension('order__status') }} = 'x'` becomes `order__status = 'x'`. */
export function createFilterRenderer(jinja: Jinja): (template: string) => string {
  return (text) => jinja.parseTemplate({ path: 'filter', text }).renderSync(SCOPE);
}
