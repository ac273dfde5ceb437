import { type Keywords, PyDict, PyTuple, raise } from '../values/index.ts';

/** The parameters of a function that templates can call. */
export interface Signature {
  readonly name: string;
  readonly names: readonly string[];
  /** How many of the names have to be given. */
  readonly required: number;
  readonly positionalOnly: boolean;
  /** Collects further positional arguments into a tuple, after the named ones. */
  readonly variadic: boolean;
  /** Collects further keywords into a dict, last. */
  readonly keywordVariadic: boolean;
}

/**
 * Reads a signature: `old new count? /`. A question mark makes a parameter optional, `/` forbids keywords,
 * `*` collects further positional arguments, `**` further keywords.
 */
export function signature(name: string, parameters: string): Signature {
  const words = parameters.split(' ').filter((word) => word !== '');
  const named = words.filter((word) => !['/', '*', '**'].includes(word));
  return Object.freeze({
    name,
    names: named.map((word) => word.replace('?', '')),
    required: named.filter((word) => !word.endsWith('?')).length,
    positionalOnly: words.includes('/'),
    variadic: words.includes('*'),
    keywordVariadic: words.includes('**'),
  });
}

const plural = (count: number) => `${count} positional argument${count === 1 ? '' : 's'}`;

function tooMany({ name, names, required }: Signature, given: number): never {
  const takes =
    required === names.length ? plural(names.length) : `from ${required} to ${plural(names.length)}`;
  return raise('TypeError', `${name}() takes ${takes} but ${given} ${given === 1 ? 'was' : 'were'} given`);
}

function unexpected(target: Signature, key: string): void {
  if (!target.keywordVariadic)
    raise('TypeError', `${target.name}() got an unexpected keyword argument '${key}'`);
}

/**
 * Python's binding of arguments to parameters, in the order of the names; undefined where an optional one is absent.
 * Raises `TypeError` as Python does.
 */
export function bindArguments(
  target: Signature,
  positional: readonly unknown[],
  keywords: Keywords,
): unknown[] {
  const { names, required } = target;
  const values = positional.slice(0, names.length);
  if (positional.length > names.length && !target.variadic) tooMany(target, positional.length);
  let rest: PyDict | undefined;
  for (const key in keywords) {
    const index = target.positionalOnly ? -1 : names.indexOf(key);
    if (index === -1) {
      unexpected(target, key);
      rest ??= new PyDict();
      rest.set(key, keywords[key]);
    } else if (index < positional.length) {
      raise('TypeError', `${target.name}() got multiple values for argument '${key}'`);
    } else values[index] = keywords[key];
  }
  for (let index = 0; index < required; index++) {
    if (values[index] === undefined) missing(target, values);
  }
  if (target.variadic || target.keywordVariadic) values.length = names.length;
  if (target.variadic) values.push(PyTuple.of_(positional.slice(names.length)));
  if (target.keywordVariadic) values.push(rest ?? new PyDict());
  return values;
}

function missing(target: Signature, values: readonly unknown[]): never {
  const absent = target.names.slice(0, target.required).filter((_, index) => values[index] === undefined);
  const quoted = absent.map((name) => `'${name}'`);
  const list =
    quoted.length < 3 ? quoted.join(' and ') : `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`;
  return raise(
    'TypeError',
    `${target.name}() missing ${absent.length} required positional argument${absent.length === 1 ? '' : 's'}: ${list}`,
  );
}
