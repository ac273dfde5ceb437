import {
  fromPlain,
  GETATTR,
  PyDict,
  REPR,
  reprOf,
  STR,
  strOf,
  TYPE,
  toPlain,
  Undefined,
} from '../jinja/index.ts';
import { failTemplate } from './context-errors.ts';
import type { Members } from './context-scope.ts';
import type { StoredResult } from './contract.ts';
import { LazyDict } from './lazy-dict.ts';
import { ownMember } from './own-member.ts';
import { pythonFunction } from './python-call.ts';
import { emptyTable, tableMatrix } from './python-modules.ts';

/** What `statement` blocks of one node left behind. */
export class StoredResults {
  readonly #byName = new Map<string, StoredResult | null>();

  store(name: string, result: StoredResult): void {
    this.#byName.set(name, result);
  }

  /** The result without taking it away. */
  peek(name: string): StoredResult | undefined {
    return this.#byName.get(name) ?? undefined;
  }

  /** dbt hands each result out once, `main` excepted. */
  take(name: string): StoredResult | undefined {
    const result = this.#byName.get(name);
    if (result === null) {
      failTemplate('J108', `The 'statement' result named '${name}' has already been loaded into a variable`);
    }
    if (result !== undefined && name !== 'main') this.#byName.set(name, null);
    return result ?? undefined;
  }
}

/** dbt's adapter response: attributes, and its message when printed. */
export function responseObject(response: Readonly<Record<string, unknown>>): unknown {
  const members: Readonly<Record<string, unknown>> = {
    _message: 'OK',
    code: null,
    rows_affected: null,
    query_id: null,
    ...response,
  };
  return Object.freeze({
    [GETATTR]: (name: string) => ownMember(members, name),
    [STR]: () => strOf(members['_message'] ?? null),
    [REPR]: () =>
      `AdapterResponse(${['_message', 'code', 'rows_affected', 'query_id'].map((name) => `${name}=${reprOf(fromPlain(members[name]))}`).join(', ')})`,
    [TYPE]: 'dbt.adapters.contracts.connection.AdapterResponse',
  });
}

/** A stored result as templates read it: `response`, `data` and `table`, by attribute or item. */
function resultObject(result: StoredResult): unknown {
  return new LazyDict(() =>
    PyDict.from({
      response: result.given ?? responseObject(result.response),
      data: tableMatrix(result.table),
      table: result.table,
    }),
  );
}

/** A response that a macro made up or passed on, as plain fields. */
export function responseFields(response: unknown): Readonly<Record<string, unknown>> {
  if (response === null || response instanceof Undefined) return { _message: 'None' };
  if (typeof response !== 'object') return { _message: strOf(response) };
  const attribute = (response as { [GETATTR]?: (name: string) => unknown })[GETATTR];
  if (attribute === undefined) return toPlain(response) as Readonly<Record<string, unknown>>;
  const names = ['_message', 'code', 'rows_affected', 'query_id'];
  const present = names.map((name) => [name, attribute(name)] as const).filter(([, value]) => value != null);
  return Object.fromEntries(present);
}

/** `load_result`, `store_result` and `store_raw_result`. */
export function resultMembers(results: StoredResults): Members {
  const store = (name: unknown, response: unknown, table: unknown): string => {
    const isNone = table === null || table === undefined || table instanceof Undefined;
    results.store(strOf(name), {
      response: responseFields(response),
      ...(typeof response === 'string' ? { given: response } : {}),
      table: isNone ? emptyTable() : table,
    });
    return '';
  };
  return {
    load_result: () =>
      pythonFunction('ProviderContext.load_result', ['name'], (name) => {
        const result = results.take(strOf(name));
        return result === undefined ? null : resultObject(result);
      }),
    store_result: () =>
      pythonFunction('ProviderContext.store_result', ['name', 'response', ['agate_table', null]], store),
    store_raw_result: () =>
      pythonFunction(
        'ProviderContext.store_raw_result',
        ['name', ['message', null], ['code', null], ['rows_affected', null], ['agate_table', null]],
        (name, message, code, rows, table) =>
          store(name, fromPlain({ _message: message, code, rows_affected: rows }), table),
      ),
  };
}
