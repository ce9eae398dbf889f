import { integerBelow, type Random, random } from '../random.js';
import { columnTypes, type Preprocessing } from './preprocessing/index.js';
import { type RawColumns, rawColumns } from './table/raw_columns.js';
import type { Rows } from './table/rows.js';
import type { Table } from './table/table.js';
import { encodeWeights } from './targets/weights.js';

/** Most rows of a background. */
export const backgroundRows = 100;

/**
 * Training rows, as they were read, that stand for all of them: what a row is predicted is compared with what these
 * are, on average.
 */
export interface Background {
  /** Indices among the training rows, from 0, in ascending order. */
  readonly rows: Rows;
  readonly columns: RawColumns;
  /** The weight of each; all 1 where they are left out. */
  readonly weights?: Float64Array;
}

/**
 * Draws the background from the training rows that have a weight, each as likely as any other, without replacement; all
 * of them where there are no more than `backgroundRows`.
 */
export function takeBackground(
  table: Table,
  train: Rows,
  preprocessing: Preprocessing,
  seed: number,
): Background {
  const { weight } = preprocessing;
  const weights = weight === null ? undefined : encodeWeights(table, weight, train);
  const weighed = weights && Uint32Array.from(weights.keys()).filter((i) => weights[i] > 0);
  const drawn = draw(random(seed, 'check', 1), weighed?.length ?? train.length, backgroundRows);
  const rows = weighed ? drawn.map((i) => weighed[i]) : drawn;
  const names = [...columnTypes(preprocessing, false).keys()];
  return {
    rows,
    columns: rawColumns(
      table,
      names,
      rows.map((i) => train[i]),
    ),
    ...(weights && { weights: Float64Array.from(rows, (i) => weights[i]) }),
  };
}

/** Draws `most` of 0 … n − 1, or all where there are no more, in ascending order (Floyd, in Bentley 1987). */
function draw(rng: Random, n: number, most: number): Rows {
  const drawn = new Set<number>();
  for (let last = Math.max(0, n - most); last < n; last++) {
    const i = n > most ? integerBelow(rng, last + 1) : last;
    drawn.add(drawn.has(i) ? last : i);
  }
  return Uint32Array.from(drawn).sort();
}
