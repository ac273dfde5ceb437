import type { Methods } from '../../methods/method.ts';
import { typeName } from '../../runtime/type-name.ts';
import { raise } from '../../values/index.ts';
import { classObject, inherit, moduleFunctions } from '../objects/class-object.ts';
import { FLAG_MEMBERS, flagsArgument } from './flags.ts';
import { Match } from './match.ts';
import { PATTERN_METHODS, Pattern } from './pattern.ts';

/** Compiled patterns, the most recent last; as many as Python keeps. */
const known = new Map<string, Pattern>();
const MAX_KNOWN = 512;

function compile(pattern: unknown, flags: unknown): Pattern {
  const bits = flagsArgument(flags);
  if (pattern instanceof Pattern) {
    return bits === 0
      ? pattern
      : raise('ValueError', 'cannot process flags argument with a compiled pattern');
  }
  if (typeof pattern !== 'string') {
    return raise(
      'TypeError',
      typeName(pattern) === 'list'
        ? "unhashable type: 'list'"
        : 'first argument must be string or compiled pattern',
    );
  }
  const key = `${bits}:${pattern}`;
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  const compiled = new Pattern(pattern, bits);
  if (known.size >= MAX_KNOWN) known.delete(known.keys().next().value as string);
  known.set(key, compiled);
  return compiled;
}

function call(name: string, pattern: Pattern, values: readonly unknown[]): unknown {
  return (PATTERN_METHODS as Methods)[name]?.run(pattern as never, values);
}

const SPECIAL = /[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g;

/** `re.escape`: what has a meaning in patterns, behind a backslash. */
function escapeText(value: unknown): string {
  if (typeof value !== 'string')
    return raise('TypeError', `expected string or bytes-like object, got '${typeName(value)}'`);
  return value.replace(SPECIAL, '\\$&');
}

const searching = (name: string): readonly [string, (self: null, values: readonly unknown[]) => unknown] => [
  'pattern string flags?',
  (_, [pattern, text, flags]) => call(name, compile(pattern, flags), [text]),
];

const FUNCTIONS = moduleFunctions({
  match: searching('match'),
  fullmatch: searching('fullmatch'),
  search: searching('search'),
  findall: searching('findall'),
  finditer: searching('finditer'),
  split: [
    'pattern string maxsplit? flags?',
    (_, [pattern, text, limit, flags]) => call('split', compile(pattern, flags), [text, limit]),
  ],
  sub: [
    'pattern repl string count? flags?',
    (_, [pattern, replacement, text, limit, flags]) =>
      call('sub', compile(pattern, flags), [replacement, text, limit]),
  ],
  subn: [
    'pattern repl string count? flags?',
    (_, [pattern, replacement, text, limit, flags]) =>
      call('subn', compile(pattern, flags), [replacement, text, limit]),
  ],
  compile: ['pattern flags?', (_, [pattern, flags]) => compile(pattern, flags)],
  template: ['pattern flags?', (_, [pattern, flags]) => compile(pattern, flags)],
  escape: ['pattern', (_, [text]) => escapeText(text)],
  purge: [
    '',
    () => {
      known.clear();
      return null;
    },
  ],
});

/** A class that templates can only look at. */
function closedClass(qualifiedName: string, isInstance: (value: unknown) => boolean): unknown {
  return classObject({
    qualifiedName,
    construct: ['*', () => raise('TypeError', `cannot create '${qualifiedName}' instances`)],
    statics: inherit(),
    constants: {},
    methods: inherit(),
    isInstance,
  });
}

/** `modules.re`. */
export function reModule(): Readonly<Record<string, unknown>> {
  return {
    ...FUNCTIONS,
    error: closedClass('re.error', () => false),
    Pattern: closedClass('re.Pattern', (value) => value instanceof Pattern),
    Match: closedClass('re.Match', (value) => value instanceof Match),
    ...FLAG_MEMBERS,
  };
}
