import type { Split } from '../../data/dataset.js';
import type { RowIndices } from '../batches.js';

/**
 * The weights s of the rows of a training split: the sample weight times the weight of the row's class; null where
 * all are 1. `balanced` weighs class c with n / (classes · n_c), as scikit-learn does, counting the rows that are
 * trained on.
 */
export function rowWeights(
  split: Split,
  classes: readonly string[],
  classWeight: 'balanced' | Readonly<Record<string, number>> | undefined,
  rows?: RowIndices,
): Float64Array | null {
  if (classWeight === undefined) return split.weights ?? null;
  const byClass =
    classWeight === 'balanced' ? balanced(split, classes.length, rows) : given(classes, classWeight);
  return Float64Array.from(split.t, (c: number, i) => byClass[c] * (split.weights ? split.weights[i] : 1));
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
