import type { DuckDBInstance } from '@duckdb/node-api';
import type { Connection } from '../contract.ts';
import { createDuckdbConnection } from './connection.ts';

/** Some connections of one instance, each used by one piece of work at a time. */
export interface ShadowPool {
  use<Value>(work: (connection: Connection) => Promise<Value>): Promise<Value>;
  /** Does something on every connection, before any is used. */
  prepare(work: (connection: Connection) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export interface ShadowPoolOptions {
  readonly instance: DuckDBInstance;
  readonly size: number;
  /** Whether SQL is confined to some folders. */
  readonly isConfined: boolean;
  /** Seconds from an arbitrary start. */
  readonly seconds: () => number;
}

async function connect(options: ShadowPoolOptions, number: number): Promise<Connection> {
  const { instance, seconds } = options;
  return createDuckdbConnection({
    name: `shadow ${number}`,
    native: await instance.connect(),
    isConfined: options.isConfined,
    withoutTransactions: true,
    attempts: 1,
    retryable: [],
    seconds,
    onClose: () => {},
  });
}

export async function createShadowPool(options: ShadowPoolOptions): Promise<ShadowPool> {
  const all: Connection[] = [];
  for (let number = 1; number <= options.size; number++) all.push(await connect(options, number));
  const idle = [...all];
  const waiting: ((connection: Connection) => void)[] = [];
  const take = (): Promise<Connection> => {
    const free = idle.pop();
    return free === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(free);
  };
  const give = (connection: Connection): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(connection);
    else next(connection);
  };
  return {
    async use(work) {
      const connection = await take();
      try {
        return await work(connection);
      } finally {
        give(connection);
      }
    },
    async prepare(work) {
      for (const connection of all) await work(connection);
    },
    async close() {
      for (const connection of all) await connection.close();
    },
  };
}
