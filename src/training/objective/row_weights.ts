import type { Split } from '../../data/dataset.js';
import { weightUnit } from '../../metrics/index.js';
import type { RowIndices } from '../batches.js';

/**
 * The weights of the rows of a training split, as multiples of their mean over the rows that are trained on, so that
 * a batch may be divided by its number of rows; null where all weigh the same. A row's weight is its sample weight
 * times that of its class. `balanced` weighs class c with n / (classes · n_c), as scikit-learn does, counting the
 * rows that are trained on.
 */
export function rowWeights(
  split: Split,
  classes: readonly string[],
  classWeight: 'balanced' | Readonly<Record<string, number>> | undefined,
  rows?: RowIndices,
): Float64Array | null {
  if (classWeight === undefined) return split.weights ? toMeanOne(split.weights, rows) : null;
  const byClass =
    classWeight === 'balanced' ? balanced(split, classes.length, rows) : given(classes, classWeight);
  const weights = Float64Array.from(
    split.t,
    (c: number, i) => byClass[c] * (split.weights ? split.weights[i] : 1),
  );
  return toMeanOne(weights, rows);
}

/** Divides weights by their mean over `rows`. Weights without a sum stay as they are. */
function toMeanOne(weights: Float64Array, rows: RowIndices): Float64Array {
  const counted = rows ? Float64Array.from(rows, (row) => weights[row]) : weights;
  const unit = weightUnit(counted);
  const mean = counted.reduce((sum, s) => sum + s / unit, 0) / counted.length;
  return mean > 0 ? weights.map((s) => s / unit / mean) : weights;
}

const given = (classes: readonly string[], weights: Readonly<Record<string, number>>) =>
  classes.map((name) => (Object.hasOwn(weights, name) ? weights[name] : 1));

function balanced(split: Split, classes: number, rows: RowIndices): number[] {
  const counts = new Array<number>(classes).fill(0);
  let total = 0;
  const count = rows?.length ?? split.rows;
  for (let k = 0; k < count; k++) {
    const i = rows ? rows[k] : k;
    const s = split.weights ? split.weights[i] : 1;
    counts[split.t[i]] += s;
    total += s;
  }
  return counts.map((n) => (n > 0 ? total / (classes * n) : 0));
}
