import { updateMapping } from '../methods/dict.ts';
import { requireIndex } from '../methods/method.ts';
import { bindArguments, signature } from '../runtime/arguments.ts';
import {
  CALL,
  GETATTR,
  hostFunction,
  Namespace,
  PyDict,
  PyRange,
  REPR,
  raise,
  TYPE,
} from '../values/index.ts';
import { MAX_RANGE } from '../values/limits.ts';
import { lipsum } from './lipsum.ts';

/** A function that templates can call with Python's rules for arguments. `parameters`: see `signature`. */
export function pythonFunction(
  name: string,
  parameters: string,
  run: (bound: readonly unknown[]) => unknown,
): unknown {
  const target = signature(name, parameters);
  return hostFunction(name, (positional, keywords) => run(bindArguments(target, positional, keywords)));
}

function range(bound: readonly unknown[]): PyRange {
  const given = bound.filter((each) => each !== undefined).map(requireIndex);
  const [start = 0, stop = 0, step = 1] = given.length === 1 ? [0, given[0]] : given;
  if (step === 0) raise('ValueError', 'range() arg 3 must not be zero');
  const count = Math.max(0, Math.ceil((stop - start) / step));
  if (count > MAX_RANGE) {
    raise('OverflowError', `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${MAX_RANGE}).`);
  }
  const result = new PyRange();
  for (let index = 0; index < count; index++) result.push(start + index * step);
  return Object.assign(result, { start, stop, step });
}

function dict([source, keywords]: readonly unknown[]): PyDict {
  const result = new PyDict();
  updateMapping(result, source, keywords);
  return result;
}

function namespace([source, keywords]: readonly unknown[]): Namespace {
  const result = new Namespace();
  updateMapping(result.attributes, source, keywords);
  return result;
}

function joiner([separator = ', ']: readonly unknown[]): unknown {
  let used = false;
  const next = () => {
    if (used) return separator;
    used = true;
    return '';
  };
  return Object.freeze({
    [CALL]: next,
    [TYPE]: 'Joiner',
    [REPR]: () => '<jinja2.utils.Joiner object at 0x7f0000000000>',
    [GETATTR]: (name: string) => (name === 'sep' ? separator : name === 'used' ? used : undefined),
  });
}

function cycler([items]: readonly unknown[]): unknown {
  const all = items as readonly unknown[];
  if (all.length === 0) raise('RuntimeError', 'at least one item has to be provided');
  let position = 0;
  const members: Readonly<Record<string, () => unknown>> = {
    current: () => all[position],
    items: () => items,
    pos: () => position,
    next: () =>
      pythonFunction('next', '', () => {
        const item = all[position];
        position = (position + 1) % all.length;
        return item;
      }),
    reset: () =>
      pythonFunction('reset', '', () => {
        position = 0;
        return null;
      }),
  };
  return Object.freeze({
    [TYPE]: 'Cycler',
    [REPR]: () => '<jinja2.utils.Cycler object at 0x7f0000000000>',
    [GETATTR]: (name: string) => (Object.hasOwn(members, name) ? members[name]?.() : undefined),
  });
}

/** `namespace(...)`, for hosts that list their globals. */
export const namespaceFunction: unknown = pythonFunction('namespace', 'source? / **', namespace);

/** The names that every template sees, unless its scope has others. */
export const GLOBALS: Readonly<Record<string, unknown>> = Object.freeze({
  range: pythonFunction('range', 'start stop? step? /', range),
  dict: pythonFunction('dict', 'source? / **', dict),
  lipsum: pythonFunction('generate_lorem_ipsum', 'n? html? min? max?', lipsum),
  cycler: pythonFunction('cycler', '/ *', cycler),
  joiner: pythonFunction('joiner', 'sep?', joiner),
  namespace: namespaceFunction,
});
