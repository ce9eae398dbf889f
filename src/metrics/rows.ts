/** Weights of the rows, [rows], and their sum. */
export interface RowWeights {
  readonly weights: Float64Array;
  readonly total: number;
}

/** Returns the weights given, or ones. */
export function rowWeights(rows: number, weights: Float64Array | undefined): RowWeights {
  if (weights === undefined) return { weights: new Float64Array(rows).fill(1), total: rows };
  let total = 0;
  for (let i = 0; i < rows; i++) total += weights[i];
  return { weights, total };
}

/** Index, from 0, of the largest of `length` values from `start`; of equals the first. */
export function argmax(values: Float64Array, start: number, length: number): number {
  let best = 0;
  for (let j = 1; j < length; j++) if (values[start + j] > values[start + best]) best = j;
  return best;
}
