import { setImmediate } from 'node:timers/promises';
import { dropColumns, type Preprocessing } from '../data/preprocessing/index.js';
import type { Chunk } from '../data/row_encoder.js';
import type { ByteStream } from '../data/sources/bytes.js';
import { encodeStream } from '../data/stream.js';
import type { CellAtFault, MlpError } from '../errors.js';
import { formatCount } from '../format_count.js';
import type { AnswerCell } from '../model/answer_lines.js';
import { NotFiniteAnswers } from '../model/not_finite.js';
import type { Predictor } from '../model/predictor.js';
import { Problem } from './problem.js';

/** Fault of a row: in words, and the column and its value where it is one of them. */
export interface RowFault extends Partial<CellAtFault> {
  readonly message: string;
}

/** Answer to a row: the columns that are kept and the values, null where there are none for the reason given. */
export interface RowAnswer {
  readonly values: readonly AnswerCell[];
  readonly fault?: RowFault;
  /** Messages on what is odd about a row that has an answer; absent where nothing is. */
  readonly warnings?: readonly string[];
}

/** Rows of a request, and how they are to be answered. */
export interface RowRequest {
  readonly rows: ByteStream;
  readonly format: 'csv' | 'jsonl';
  readonly preprocessing: Preprocessing;
  readonly predictor: Predictor;
  readonly keep: readonly string[];
  /** Whether the columns that are kept have their types where the body has types. */
  readonly keepTypes: boolean;
  readonly mostRows: number;
  /** Throws when the request's time is up. */
  readonly checkTime: () => void;
  /** Receiver of what is odd about the rows as a whole. */
  readonly warn: (message: string) => void;
}

/** Name of the rows of a request in messages. */
const source = 'body';

/**
 * Answers rows in order as they come in, as `mlp predict` does, some at a time; a row that cannot be answered has a
 * fault, and those after it are answered all the same.
 *
 * @throws MlpError `data` or `usage` where no row can be told apart, or the columns are not those of the model; Problem
 * where there are too many rows, or the time is up.
 */
export async function* answerRows(request: RowRequest): AsyncGenerator<RowAnswer[]> {
  const { checkTime, format, keep, keepTypes, mostRows, predictor, rows, warn } = request;
  const preprocessing = preprocessingFor(request);
  const drop = dropColumns(preprocessing).features;
  let error: MlpError | undefined;
  const chunks = encodeStream({ name: source, input: rows }, preprocessing, {
    target: 'ignore',
    keep: [...keep, ...drop],
    keepTypes,
    keepColumns: drop.length > 0,
    independentRows: format === 'jsonl',
    rowWarnings: true,
    warn,
    note: warn,
    onBadRow(thrown) {
      error = thrown;
    },
  });
  const notFinite = new NotFiniteAnswers(predictor.columns);
  let count = 0;
  for await (const chunk of chunks) {
    count += chunk.rows;
    if (count > mostRows)
      throw new Problem(
        413,
        `more than ${formatCount(mostRows)} rows (--max-rows); send them in several requests`,
      );
    for (let from = 0; from < chunk.rows; from += predictor.atOnce) {
      checkTime();
      // other requests have their turn between the parts of a long one
      if (count > predictor.atOnce) await setImmediate();
      const answers = answersOf(chunk, from, predictor, keep.length, drop, error);
      for (const [i, { values, fault }] of answers.entries())
        if (!fault) notFinite.take(values.slice(keep.length), () => `line ${chunk.lines[from + i]}`);
      yield answers;
    }
    error = undefined;
  }
  const message = notFinite.message(source);
  if (message !== undefined) warn(message);
}

/** Encoding of a request's rows: JSON has no lines above the header, and no comments. */
const preprocessingFor = ({ format, preprocessing }: RowRequest): Preprocessing => ({
  ...preprocessing,
  input_format: format,
  ...(format === 'jsonl' && { skip_rows: 0, comment: null }),
});

function answersOf(
  chunk: Chunk,
  from: number,
  { atOnce, columns, predict }: Predictor,
  kept: number,
  drop: readonly string[],
  error: MlpError | undefined,
): RowAnswer[] {
  const rows = Math.min(atOnce, chunk.rows - from);
  const values = predict(chunk.x, from, rows);
  const none = columns.map(() => null);
  return values.map((answer, i) => {
    const row = from + i;
    const first = chunk.kept[row].slice(0, kept);
    if (chunk.skipped?.[row] !== 1)
      return { values: [...first, ...answer], warnings: chunk.warnings?.get(row) };
    const fault = error ? faultOf(error) : incomplete(chunk, row, kept, drop);
    return { values: [...first, ...none], fault };
  });
}

/** Most characters of a value that are given back. */
const mostShown = 100;
const shown = (value: string | null) => value?.slice(0, mostShown) ?? null;

const faultOf = ({ cell, message }: MlpError): RowFault =>
  cell ? { message, column: cell.column, value: shown(cell.value) } : { message };

/** Fault of a row that lacks a value in a column whose missing values cost the row. */
function incomplete(
  { columns, kept, lines }: Chunk,
  row: number,
  from: number,
  drop: readonly string[],
): RowFault {
  const at = drop.findIndex((name) => {
    const column = columns!.get(name)!;
    return column.type === 'category' ? column.codes[row] < 0 : Number.isNaN(column.values[row]);
  });
  const column = drop[at];
  const value = shown(String(kept[row][from + at] ?? '') || null);
  const found = value === null ? 'a value is missing' : `${JSON.stringify(value)} counts as missing`;
  return {
    message: `${source}:${lines[row]}: column ${column}: ${found}, and such rows get no prediction (missing: "drop")`,
    column,
    value,
  };
}
