import { createRequire } from 'node:module';

/** Whether DuckDB, which is optional, is installed. */
export const hasDuckDb = (() => {
  try {
    return createRequire(import.meta.url).resolve('@duckdb/node-api') !== '';
  } catch {
    return false;
  }
})();

/** Makes a database by statements. */
export async function makeDatabase(path: string, ...statements: string[]): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}
