import type { Background } from '../data/background.js';
import type { RawColumn } from '../data/table/raw_columns.js';
import * as z from '../zod.js';

/** A column of a background's file. */
export const columnSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('number'), values: z.array(z.number().nullable()) }),
  z.strictObject({ type: z.literal('date'), format: z.string(), values: z.array(z.number().nullable()) }),
  z.strictObject({ type: z.literal('category'), values: z.array(z.string().nullable()) }),
]);

export type StoredColumn = z.output<typeof columnSchema>;

/** Text of a background's file: its columns in order, null where a value is missing, dates in seconds since 1970. */
export function backgroundText({ rows, weights, columns }: Background): string {
  const stored = [...columns].map(([name, column]) => [name, storedColumn(column)]);
  return `${JSON.stringify({ rows: [...rows], ...(weights && { weights: [...weights] }), columns: stored })}\n`;
}

function storedColumn(column: RawColumn): StoredColumn {
  if (column.type === 'category') {
    const { codes, categories } = column;
    return { type: 'category', values: Array.from(codes, (code) => (code < 0 ? null : categories[code])) };
  }
  const values = Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
  return column.type === 'date'
    ? { type: 'date', format: column.format, values }
    : { type: 'number', values };
}
