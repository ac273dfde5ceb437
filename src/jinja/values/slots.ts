import type {
  BINARY,
  BOOL,
  CALL,
  CMP,
  EQ,
  FORMAT,
  GETATTR,
  GETITEM,
  HostFunction,
  ITER,
  LEN,
  MAPPING,
  NUMBER,
  REPR,
  ROUND,
  SHOWN,
  STR,
  TYPE,
  UNARY,
} from './protocol.ts';

/** The protocol of a host object, every part of it optional. */
export interface Slots {
  readonly [CALL]?: HostFunction;
  readonly [GETATTR]?: (name: string) => unknown;
  readonly [GETITEM]?: (key: unknown) => unknown;
  readonly [STR]?: () => string;
  readonly [SHOWN]?: () => string;
  readonly [REPR]?: () => string;
  readonly [TYPE]?: string;
  readonly [BOOL]?: () => boolean;
  readonly [LEN]?: () => number;
  readonly [ITER]?: () => Iterable<unknown>;
  readonly [EQ]?: (other: unknown) => boolean;
  readonly [CMP]?: (other: unknown) => number | undefined;
  readonly [BINARY]?: (operator: string, other: unknown, reflected: boolean) => unknown;
  readonly [MAPPING]?: unknown;
  readonly [UNARY]?: (operator: 'neg' | 'pos' | 'abs') => unknown;
  readonly [NUMBER]?: (target: 'int' | 'float') => unknown;
  readonly [ROUND]?: (digits: number | null) => unknown;
  readonly [FORMAT]?: (specification: string) => string;
}

const NONE: Slots = Object.freeze({});

/** The protocol that a value implements; an empty one for values of the runtime. */
export function slotsOf(value: unknown): Slots {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? (value as Slots)
    : NONE;
}
