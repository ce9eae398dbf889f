import * as z from '../../zod.js';
import { readingKey } from '../reading_key.js';

/** Format of the text of a file: training data are read in the same way as what is predicted later. */
export interface Format {
  readonly delimiter: string;
  readonly header: boolean;
  readonly missing_values: readonly string[];
}

/** The keys of a config's `data` section that are about the text of files. */
export const formatSettings = {
  delimiter: readingKey(
    z
      .string()
      .regex(/^[\t -!#-~]$/, 'one ASCII character, not a quote')
      .default(',')
      .describe('what separates the fields of a line; one ASCII character'),
  ),
  header: readingKey(
    z
      .boolean()
      .default(true)
      .describe('whether the first line names the columns; without it they are c1, c2, …'),
  ),
  missing_values: readingKey(
    z.array(z.string()).default(['', 'NA']).describe('texts that stand for a missing value'),
  ),
};

/**
 * Writes one line of CSV, without its end: fields that need quotes get them (RFC 4180). A lone empty field is `""`, not
 * a blank line.
 */
export function formatRecord(fields: readonly string[], delimiter = ','): string {
  const line = fields
    .map((field) =>
      field.includes(delimiter) || /["\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field,
    )
    .join(delimiter);
  return line === '' ? '""' : line;
}
