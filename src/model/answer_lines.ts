import { formatRecord } from '../data/csv/format.js';
import { MlpError } from '../errors.js';
import type { Value } from './answers.js';

/** Writer of an answer as a line of text, with its end; a value is null where a row has none. */
export type Line = (values: readonly (Value | null)[]) => string;

/** Formats in which answers are written. */
export const answerFormats = ['csv', 'jsonl'] as const;
export type AnswerFormat = (typeof answerFormats)[number];

/**
 * The text of answers: what comes first, empty where nothing does, and a line for each answer, which begins with the
 * columns that are kept.
 *
 * @throws MlpError `usage` where two columns would have one name.
 */
export function answerLines(
  format: AnswerFormat,
  keep: readonly string[],
  predicted: readonly string[],
): { readonly head: string; readonly line: Line } {
  const columns = [...keep, ...predicted];
  const twice = columns.find((name, i) => columns.indexOf(name) < i);
  if (twice !== undefined)
    throw new MlpError('usage', `--keep ${keep.join(',')}: the output would have two columns ${twice}`);
  return format === 'csv'
    ? { head: `${formatRecord(columns)}\n`, line: csvLine }
    : { head: '', line: (values) => `${JSON.stringify(objectOf(columns, values))}\n` };
}

const csvLine: Line = (values) => `${formatRecord(values.map(fieldOf))}\n`;

/** A value as a field of CSV; names of several classes are put together by |. */
const fieldOf = (value: Value | null): string =>
  value === null ? '' : typeof value === 'object' ? value.join('|') : String(value);

/** An answer as an object with its columns as keys. */
export const objectOf = (columns: readonly string[], values: readonly (Value | null)[]) =>
  Object.fromEntries(columns.map((name, i) => [name, values[i]]));
