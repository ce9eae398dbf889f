import { log1p } from '../../math/index.js';

/**
 * log Σ e^aₖ − max a, over a row of `columns` from `start`, given y = softmax(a): no exp is needed, since
 * y / max y = e^(a − max a). With log1p of the columns beside the largest, even a tiny loss has all its digits.
 */
export function logSumExpAboveMax(y: Float64Array, start: number, columns: number): number {
  const top = largest(y, start, columns);
  let rest = 0;
  for (let k = start; k < start + columns; k++) if (k !== top) rest += y[k];
  return log1p(rest / y[top]);
}

/** Index of the first largest value of a row. */
export function largest(values: Float64Array, start: number, columns: number): number {
  let top = start;
  for (let k = start + 1; k < start + columns; k++) if (values[k] > values[top]) top = k;
  return top;
}
