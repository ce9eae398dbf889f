import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Background, backgroundRows } from '../data/background.js';
import { columnTypes, type Preprocessing } from '../data/preprocessing/index.js';
import { type RawColumn, type RawColumns, rowCount } from '../data/table/raw_columns.js';
import { MlpError } from '../errors.js';
import { readFileChecked } from '../files/index.js';
import { runFiles } from '../files/run_directory.js';
import * as z from '../zod.js';
import { columnSchema, type StoredColumn } from './background_text.js';

const backgroundSchema = z.strictObject({
  /** Indices among the training rows, from 0. */
  rows: z.array(z.int().min(0)).min(1).max(backgroundRows),
  weights: z.array(z.number().positive()).optional(),
  columns: z.array(z.tuple([z.string(), columnSchema])),
});

/**
 * Reads the background of a run; undefined where there is none: older runs and model files by themselves.
 *
 * @throws MlpError `data` where the file is damaged, or not of this model.
 */
export function readBackground(path: string, preprocessing: Preprocessing): Background | undefined {
  const directory = statSync(path).isDirectory() ? path : dirname(path);
  const file = join(directory, runFiles.background);
  if (!existsSync(file)) return undefined;
  const { rows, weights, columns } = parsed(file);
  const raw: RawColumns = new Map(columns.map(([name, column]) => [name, rawColumn(column)]));
  const isWhole =
    [...raw.values()].every((column) => rowCount(column) === rows.length) &&
    (weights === undefined || weights.length === rows.length);
  if (!isWhole || !fits(raw, preprocessing)) throw notOfModel(file);
  return {
    rows: Uint32Array.from(rows),
    columns: raw,
    ...(weights && { weights: Float64Array.from(weights) }),
  };
}

function parsed(file: string): z.output<typeof backgroundSchema> {
  const bytes = readFileChecked(file, 'background');
  try {
    return backgroundSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    throw notOfModel(file, error);
  }
}

/** True where all columns that the model reads are there, of the types that it reads them as. */
function fits(columns: RawColumns, preprocessing: Preprocessing): boolean {
  return [...columnTypes(preprocessing, false)].every(([name, wanted]) => {
    const type = typeof wanted === 'object' ? wanted.type : wanted;
    return columns.get(name)?.type === type;
  });
}

const notOfModel = (file: string, cause?: unknown): MlpError =>
  new MlpError(
    'data',
    `${file}: is not what mlp wrote beside this model; remove it, and rows are drawn from the data of the run again`,
    { cause },
  );

function rawColumn(column: StoredColumn): RawColumn {
  if (column.type !== 'category')
    return { ...column, values: Float64Array.from(column.values, (value) => value ?? Number.NaN) };
  const categories = [...new Set(column.values)].filter((text) => text !== null);
  const codes = new Map(categories.map((text, code) => [text, code]));
  return {
    type: 'category',
    categories,
    codes: Int32Array.from(column.values, (text) => (text === null ? -1 : codes.get(text)!)),
  };
}
