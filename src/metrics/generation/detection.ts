import { type Random, shuffle } from '../../random.js';
import { areaUnderRoc, thresholds } from '../threshold_curve.js';
import type { Learner } from './learner.js';
import type { RowSpace } from './row_space.js';
import { type SampleTable, takeRows } from './table.js';

const FOLDS = 5;

/**
 * Area under the ROC curve of a classifier that tells sampled rows from real ones, each row by one that was trained on
 * the others (5 folds): 0.5 where it cannot, 1 where it always can. As many rows are taken of one as of the other.
 * Undefined where there are fewer than ten.
 */
export async function detectionAuc(
  space: RowSpace,
  real: SampleTable,
  sampled: SampleTable,
  learner: Learner,
  rng: Random,
): Promise<number | undefined> {
  const half = Math.min(real.rows, sampled.rows);
  if (half < 2 * FOLDS) return undefined;
  const draw = (table: SampleTable) => space.encode(takeRows(table, drawRows(table.rows, half, rng)));
  const points = [draw(real), draw(sampled)];
  const { columns } = space;
  const scores = new Float64Array(2 * half);
  // rows of both come in pairs, in random order: row i of either is in fold i mod 5
  for (let fold = 0; fold < FOLDS; fold++) {
    const rows = (inFold: boolean) =>
      Array.from({ length: half }, (_, i) => i).filter((i) => (i % FOLDS === fold) === inFold);
    const gather = (which: readonly number[]) => {
      const x = new Float64Array(2 * which.length * columns);
      points.forEach((source, kind) => {
        which.forEach((row, k) => {
          x.set(source.subarray(row * columns, (row + 1) * columns), (2 * k + kind) * columns);
        });
      });
      return x;
    };
    const fitted = rows(false);
    const t = Float64Array.from({ length: 2 * fitted.length }, (_, i) => i % 2);
    const predict = await learner({ x: gather(fitted), columns, t, classes: 2 });
    const held = rows(true);
    const probabilities = predict(gather(held));
    held.forEach((row, k) => {
      scores[row] = probabilities[2 * (2 * k) + 1];
      scores[half + row] = probabilities[2 * (2 * k + 1) + 1];
    });
  }
  return areaUnderRoc(
    thresholds({ rows: 2 * half, score: (row) => scores[row], isPositive: (row) => row >= half }),
  );
}

/** Indices of `count` of `rows` rows, drawn without replacement, in random order. */
export function drawRows(rows: number, count: number, rng: Random): Uint32Array {
  const all = Uint32Array.from({ length: rows }, (_, i) => i);
  shuffle(rng, all);
  return all.subarray(0, Math.min(rows, count));
}
