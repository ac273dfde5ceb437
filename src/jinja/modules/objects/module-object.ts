import { ownValue } from '../../../base/index.ts';
import { methodTable } from '../../methods/method.ts';
import { repr } from '../../runtime/text.ts';
import { GETATTR, GETITEM, ITER, LEN, MAPPING, REPR, TYPE, tuple } from '../../values/index.ts';
import { boundMethod } from './class-object.ts';

type Look = (name: string) => unknown;

/** A dict of named members that cannot be changed: a module, or all of them. Members may be made when they are asked for. */
export function moduleObject(names: readonly string[], look: Look): unknown {
  const item = (key: unknown): unknown =>
    typeof key === 'string' && names.includes(key) ? look(key) : undefined;
  const methods = methodTable<null>({
    get: ['key default? /', (_, [key, fallback]) => item(key) ?? fallback ?? null],
    keys: ['', () => [...names]],
    values: ['', () => names.map(look)],
    items: ['', () => names.map((name) => tuple(name, look(name)))],
  });
  return Object.freeze({
    [TYPE]: 'dict',
    [MAPPING]: true,
    [LEN]: () => names.length,
    [ITER]: () => names,
    [GETITEM]: item,
    [GETATTR]: (name: string) => boundMethod(null, name, methods),
    [REPR]: () => `{${names.map((name) => `${repr(name)}: ${repr(look(name))}`).join(', ')}}`,
  });
}

/** A module of members that exist already. */
export function moduleOf(members: Readonly<Record<string, unknown>>): unknown {
  return moduleObject(Object.keys(members), (name) => ownValue(members, name));
}
