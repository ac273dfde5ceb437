import type { Host } from '../host/index.ts';
import { PyDict } from '../jinja/index.ts';

/** `modules`: datetime, pytz, re, itertools. */
export function pythonModules(_host: Host): unknown {
  return new PyDict();
}

/** A moment as Python's aware `datetime` in UTC. */
export function moment(at: Date): unknown {
  return at.toISOString();
}

/** The type that a column of a table would get in the database; null when its type has no counterpart. */
export function sqlTypeOfColumn(_table: unknown, _index: number): string | null {
  return 'text';
}

/** A table without columns and rows. */
export function emptyTable(): unknown {
  return [];
}

/** The rows of a table, as `load_result(...).data` has them. */
export function tableMatrix(_table: unknown): unknown {
  return [];
}
