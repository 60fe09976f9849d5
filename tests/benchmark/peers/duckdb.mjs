// SPDX-License-Identifier: MIT
// Runs a file of SQL in DuckDB: node duckdb.mjs FILE.sql THREADS, with @duckdb/node-api where node looks for it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { DuckDBInstance } = createRequire(process.cwd() + '/')('@duckdb/node-api');
const [file, threads] = process.argv.slice(2);
if (file) {
  const database = await DuckDBInstance.create(':memory:', { threads });
  const connection = await database.connect();
  await connection.run('SET preserve_insertion_order = false');
  await connection.run(readFileSync(file, 'utf8'));
}
