import { leadingPowerOfTwo } from '../math/bits.js';
import { greatest } from '../range.js';

/** Rows that count: those whose weight is not 0, in their order. */
export interface CountedRows {
  readonly rows: number;
  /**
   * Weights of these rows, all 1 where they are left out, in units of `unit`, so that no sum or product of weights
   * overflows or underflows, and all weights times a power of two give the same bits.
   */
  readonly weights?: Float64Array;
  /** Sum of these weights. */
  readonly total: number;
  /** Power of two that makes the largest of the weights 1 or more, but less than 2. */
  readonly unit: number;
  /** Takes the values of these rows from those of all rows, [all rows, columns]. */
  pick(values: Float64Array): Float64Array;
}

/** Finds the rows that count; where no weights are given, every row counts 1. */
export function countedRows(rows: number, given: Float64Array | undefined): CountedRows {
  if (given === undefined) return { rows, total: rows, unit: 1, pick: (v) => v };
  const unit = weightUnit(given);
  const indices = Uint32Array.from(given.keys()).filter((i) => given[i] > 0);
  const weights = Float64Array.from(indices, (i) => given[i] / unit);
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i];
  return {
    rows: indices.length,
    weights,
    total,
    unit,
    pick: (values) => (indices.length === rows ? values : rowsOf(values, values.length / rows, indices)),
  };
}

function rowsOf(values: Float64Array, columns: number, indices: Uint32Array): Float64Array {
  const picked = new Float64Array(indices.length * columns);
  indices.forEach((i, k) => {
    picked.set(values.subarray(i * columns, (i + 1) * columns), k * columns);
  });
  return picked;
}

/** Power of two by which weights are divided before they are summed: the largest is then 1 or more, but less than 2. */
export function weightUnit(weights: Float64Array | undefined): number {
  const largest = weights === undefined ? 1 : greatest(weights);
  return largest > 0 ? leadingPowerOfTwo(largest) : 1;
}

/** Index, from 0, of the largest of `length` values from `start`; of equals the first. */
export function argmax(values: Float64Array, start: number, length: number): number {
  let best = 0;
  for (let j = 1; j < length; j++) if (values[start + j] > values[start + best]) best = j;
  return best;
}
