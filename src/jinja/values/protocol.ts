/**
 * How a host object shows itself to templates. A template never reads a property of a JavaScript object: it sees the values
 * of the runtime (see below), own keys of plain objects, and whatever an object answers through these symbols.
 *
 * Runtime values: `null` is None; booleans; integral numbers and bigints (beyond 2^53) are int; other numbers and `Float`
 * boxes are float; strings; arrays are lists; `PyTuple` tuples; `PyDict` and plain objects dicts; `PySet` sets;
 * `Undefined` undefined.
 */

/** A callable: `(positional, keywords) => value`, or a promise of it for functions that only run at run time. */
export const CALL = Symbol('jinja.call');
/** `(name) => value | undefined`: attributes (`x.name`) of a host object; undefined means there is no such attribute. */
export const GETATTR = Symbol('jinja.getattr');
/** `(key) => value | undefined`: items (`x[key]`). */
export const GETITEM = Symbol('jinja.getitem');
/** `() => string`: what `{{ x }}` prints. */
export const STR = Symbol('jinja.str');
/** `() => string`: the same text where a template puts it out and nothing else can look at it. Optional. */
export const SHOWN = Symbol('jinja.shown');
/** `() => string`: Python's `repr`; `STR` serves where it is absent. */
export const REPR = Symbol('jinja.repr');
/** The Python type name that messages show. */
export const TYPE = Symbol('jinja.type');
/** `() => boolean`: truth; objects without it are true. */
export const BOOL = Symbol('jinja.bool');
/** `() => number`. */
export const LEN = Symbol('jinja.len');
/** `() => Iterable<unknown>`. */
export const ITER = Symbol('jinja.iter');
/** `(other) => boolean`. */
export const EQ = Symbol('jinja.eq');
/** `(other) => number`, negative, zero or positive; undefined when the two cannot be ordered. */
export const CMP = Symbol('jinja.cmp');
/** `(operator, other, reflected) => value | undefined` for `+ - * / // % **`. */
export const BINARY = Symbol('jinja.binary');
/** `() => string | number | bigint`: the key under which equal objects collide in dicts and sets; a number is the key itself. */
export const HASH = Symbol('jinja.hash');
/** Present on host objects that pass `is mapping`. */
export const MAPPING = Symbol('jinja.mapping');
/** `(operator: 'neg' | 'pos' | 'abs') => value`: unary operators; objects without it have none. */
export const UNARY = Symbol('jinja.unary');
/** `(target: 'int' | 'float') => value`: conversion to a built-in number. Present on objects that pass `is number`. */
export const NUMBER = Symbol('jinja.number');
/** `(digits: number | null) => value`: Python's `round`. */
export const ROUND = Symbol('jinja.round');
/** `(specification: string) => string`: what `format` and `'{:...}'.format()` print. */
export const FORMAT = Symbol('jinja.format');

export type Keywords = Readonly<Record<string, unknown>>;
export type HostFunction = (positional: readonly unknown[], keywords: Keywords) => unknown;

/** Marks a function as callable from templates; nothing else is. */
export function hostFunction(name: string, call: HostFunction): unknown {
  return Object.freeze({ [CALL]: call, [TYPE]: 'function', [REPR]: () => `<function ${name}>` });
}

/**
 * A keyword under which a caller receives where the pieces of a macro's text come from. Functions that call a macro for
 * someone else and return its text hand their keywords on as they came; nothing else has to know of it.
 */
export const TRACE = Symbol('jinja.trace');
