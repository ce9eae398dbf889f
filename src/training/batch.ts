import type { Split } from '../data/dataset.js';
import type { Network } from '../nn/network.js';

/**
 * Copies rows order[from … from + rows) of a split (or rows from … themselves, without an order) into the network's
 * x and t. A class index becomes one-hot where the network has an output for each class.
 */
export function fillBatch(
  network: Network,
  split: Split,
  order: Float64Array | null,
  from: number,
  rows: number,
): void {
  const { x, t, inputs, outputs } = network;
  const columns = split.t.length / split.rows;
  const oneHot = columns < outputs;
  if (oneHot) t.fill(0, 0, rows * outputs);
  for (let i = 0; i < rows; i++) {
    const row = order === null ? from + i : order[from + i];
    for (let j = 0, to = i * inputs, at = row * inputs; j < inputs; j++) x[to + j] = split.x[at + j];
    if (oneHot) t[i * outputs + split.t[row]] = 1;
    else for (let j = 0, to = i * outputs, at = row * outputs; j < outputs; j++) t[to + j] = split.t[at + j];
  }
}

/**
 * The weights s of the rows of a training split: the sample weight times the weight of the row's class; null where all
 * are 1. `balanced` weighs class c with n / (classes · n_c), as scikit-learn does.
 */
export function rowWeights(
  split: Split,
  classes: readonly string[],
  classWeight: 'balanced' | Readonly<Record<string, number>> | undefined,
): Float64Array | null {
  if (classWeight === undefined) return split.weights ?? null;
  const byClass = classWeight === 'balanced' ? balanced(split, classes.length) : given(classes, classWeight);
  return Float64Array.from(split.t, (c: number, i) => byClass[c] * (split.weights ? split.weights[i] : 1));
}

const given = (classes: readonly string[], weights: Readonly<Record<string, number>>) =>
  classes.map((name) => (Object.hasOwn(weights, name) ? weights[name] : 1));

function balanced(split: Split, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  let total = 0;
  for (let i = 0; i < split.rows; i++) {
    const s = split.weights ? split.weights[i] : 1;
    counts[split.t[i]] += s;
    total += s;
  }
  return counts.map((count) => (count > 0 ? total / (classes * count) : 0));
}
