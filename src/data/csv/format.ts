import * as z from '../../zod.js';
import { readingKey } from '../reading_key.js';

/** Format of the text of a file: training data are read in the same way as what is predicted later. */
export interface Format {
  readonly delimiter: string;
  readonly header: boolean;
  /** Texts that stand for a missing value, where there is a list. */
  readonly missing_values?: readonly string[];
  /** Beginning of lines that are left out. */
  readonly comment?: string | null;
  /** Number of lines to leave out at the beginning of a file. */
  readonly skip_rows?: number;
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
  comment: readingKey(
    z
      .string()
      .regex(/^[!#-~]{1,8}$/, 'one to eight ASCII characters, no space or quote')
      .optional()
      .describe('lines that begin with this are left out: "#"'),
  ),
  skip_rows: readingKey(
    z
      .int()
      .min(0)
      .default(0)
      .describe('how many lines at the beginning of each file are left out, a title above the header, say'),
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
