import type { Files } from '../../data/sources/paths.js';
import { encodeStream } from '../../data/stream.js';
import type { StreamListener } from '../../data/stream_report.js';
import { indexTexts } from '../../data/table/labels.js';
import type { RawColumn } from '../../data/table/raw_columns.js';
import type { Kernels } from '../../kernels/index.js';
import type { Value } from '../../model/answers.js';
import type { Model } from '../../model/model.js';
import { createPredictor } from '../../model/predictor.js';
import { type InputColumn, inputColumns } from '../program/encode.js';

/** A value of a column, as an export takes it: dates in seconds; null where it is missing. */
export type ColumnValue = number | string | null;

/** Rows that are handed on together, at least: to run an export costs more than to answer a row. */
const atLeast = 1000;

/** Rows of data as an export takes them, and what `mlp predict` answers. */
export interface CheckedRows {
  /** Values by row, then by column. */
  readonly values: ColumnValue[][];
  readonly answers: (Value | null)[][];
}

/** Reads rows with the answers of the engine. Rows that cannot be read go to `onBadRow`, and are left out. */
export async function* checkedRows(
  model: Model,
  source: Files,
  { kernels, ...listener }: StreamListener & { readonly kernels?: Kernels; readonly onBadRow: () => void },
): AsyncGenerator<CheckedRows> {
  const predictor = createPredictor(model, {}, { kernels });
  const columns = inputColumns(model.preprocessing);
  const options = { ...listener, target: 'ignore', keepColumns: true } as const;
  let [values, answers]: [ColumnValue[][], (Value | null)[][]] = [[], []];
  for await (const chunk of encodeStream(source, predictor.preprocessing, options)) {
    if (!chunk.columns) continue;
    const { rows, x, skipped } = chunk;
    const raw = columns.map((column) => valuesOf(column, chunk.columns!.get(column.name)!));
    for (let i = 0; i < rows; i++) values.push(raw.map((column) => column(i)));
    for (let from = 0; from < rows; from += predictor.atOnce)
      for (const [i, answer] of predictor.predict(x, from, Math.min(predictor.atOnce, rows - from)).entries())
        answers.push(skipped?.[from + i] === 1 ? answer.map(() => null) : answer);
    if (values.length < atLeast) continue;
    yield { values, answers };
    [values, answers] = [[], []];
  }
  if (values.length > 0) yield { values, answers };
}

/** The values of a column by row; a text that stands for a category in another way is that category. */
function valuesOf({ texts = [] }: InputColumn, column: RawColumn): (row: number) => ColumnValue {
  if (column.type !== 'category') return (i) => (Number.isNaN(column.values[i]) ? null : column.values[i]);
  const known = texts.map(({ text }) => text);
  const indices = indexTexts(column.categories, known, 'categories');
  const meant = column.categories.map((text, code) => (indices[code] < 0 ? text : known[indices[code]]));
  return (i) => (column.codes[i] < 0 ? null : meant[column.codes[i]]);
}
