import { formatRecord } from '../data/csv/format.js';
import { safeText } from '../data/csv/safe_text.js';
import { JsonLiteral, type KeptCell } from '../data/table/kept_cell.js';
import { MlpError } from '../errors.js';
import type { Value } from './answers.js';

/** A value of an answer, null where a row has none; or a cell that is kept. */
export type AnswerCell = Value | KeptCell;

/** Writer of an answer as a line of text, with its end. */
export type Line = (values: readonly AnswerCell[]) => string;

/** Formats in which answers are written. */
export const answerFormats = ['csv', 'jsonl'] as const;
export type AnswerFormat = (typeof answerFormats)[number];

/**
 * The text of answers: what comes first, empty where nothing does, and a line for each answer, which begins with the
 * columns that are kept. With `safe`, no text of CSV is a formula.
 *
 * @throws MlpError `usage` where two columns would have one name, or where `safe` is asked of JSON.
 */
export function answerLines(
  format: AnswerFormat,
  keep: readonly string[],
  predicted: readonly string[],
  { safe = false }: { readonly safe?: boolean } = {},
): { readonly head: string; readonly line: Line } {
  const columns = [...keep, ...predicted];
  refuseTwice(keep, predicted);
  if (format === 'csv') {
    const textOf = safe ? safeText : (text: string) => text;
    const record = (fields: readonly string[]) => `${formatRecord(fields.map(textOf))}\n`;
    return { head: record(columns), line: (values) => record(values.map(fieldOf)) };
  }
  if (safe) throw notForJson();
  return { head: '', line: (values) => `${objectText(columns, values)}\n` };
}

/**
 * Refuses columns to keep that would have the name of another.
 *
 * @throws MlpError `usage`.
 */
export function refuseTwice(keep: readonly string[], predicted: readonly string[]): void {
  const columns = [...keep, ...predicted];
  const twice = columns.find((name, i) => columns.indexOf(name) < i);
  if (twice !== undefined)
    throw new MlpError('usage', `--keep ${keep.join(',')}: the output would have two columns ${twice}`);
}

/** Error of the option --safe where no CSV is written. */
export const notForJson = (written = 'JSON'): MlpError =>
  new MlpError(
    'usage',
    `--safe: is for CSV, which a spreadsheet opens; leave it out where ${written} is written`,
  );

/** A value as a field of CSV; names of several classes are put together by |. */
const fieldOf = (value: AnswerCell): string =>
  value === null ? '' : Array.isArray(value) ? value.join('|') : String(value);

/** An answer as the JSON of an object with its columns as keys; literals of JSON are written as they stand. */
export const objectText = (columns: readonly string[], values: readonly (AnswerCell | object)[]): string =>
  `{${columns.map((name, i) => `${JSON.stringify(name)}:${jsonOf(values[i])}`).join()}}`;

const jsonOf = (value: AnswerCell | object): string =>
  value instanceof JsonLiteral ? value.json : JSON.stringify(value);
