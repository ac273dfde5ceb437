/**
 * Runs statements on one connection, and prints the seconds that they took: from opening the database to closing it.
 *
 * usage: node test/bench/raw-statements.mjs DATABASE STATEMENTS.json
 */
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const [database, list] = process.argv.slice(2);
const statements = JSON.parse(readFileSync(list, 'utf8'));
const start = performance.now();
const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
for (const sql of statements) await connection.run(sql);
connection.closeSync();
instance.closeSync();
console.log((performance.now() - start) / 1000);
