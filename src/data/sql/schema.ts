import * as z from '../../zod.js';

/** A query as the config has it. */
export const sqlSchema = z.strictObject({
  sql: z.string().min(1).describe('a query that DuckDB answers, with ORDER BY: its rows, in its order'),
  database: z
    .string()
    .min(1)
    .optional()
    .describe("a DuckDB database, which is only read; files need none: SELECT … FROM 'sales/*.parquet'"),
  directory: z
    .string()
    .min(1)
    .default('.')
    .describe('where the files are that the query names, as seen from the config'),
});
export type SqlConfig = z.infer<typeof sqlSchema>;

/** Whether data of a config are those of a query. */
export const isQuery = (from: unknown): from is SqlConfig =>
  typeof from === 'object' && from !== null && 'sql' in from;
