import { at, type Table } from '../table/table.js';

/**
 * True where all values are equal but for rounding: variance ≤ n ε variance + (n ε mean)², ε = 2^-52. That is
 * scikit-learn's `_is_constant_feature`, what the error of a variance in two passes can be (Chan, Golub and LeVeque
 * 1983). It is taken of (value − first) / first, which neither overflows nor cancels. All scalers go by it, so that
 * none finds a spread where another finds rounding.
 *
 * A value further from the first than 4 n^1.5 ε makes more variance by itself than the bound is, so that nearly every
 * other column is seen to vary by its second value.
 */
export function isConstant(values: Float64Array): boolean {
  const n = values.length;
  const first = values[0];
  const far = 4 * n * Math.sqrt(n) * Number.EPSILON;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    if (values[i] === first) continue;
    const deviation = (values[i] - first) / first;
    if (!(Math.abs(deviation) <= far)) return false;
    sum += deviation;
    squares += deviation * deviation;
  }
  const mean = sum / n;
  const variance = squares / n - mean * mean;
  const rounding = n * Number.EPSILON * (1 + mean);
  return variance <= n * Number.EPSILON * variance + rounding * rounding;
}

/** True where a value is another than the one that a column had in training, by more than rounding. */
export const departs = (value: number, constant: number): boolean =>
  !(Math.abs(value - constant) <= 1e-9 * Math.abs(constant));

/** The key of warnings that a value differs from a constant column's: one is enough. */
export const departure = 'departure';

/** Message on the first value that differs from a constant column's; both as messages have them. */
export const departureText = (
  table: Table,
  row: number,
  name: string,
  value: number | string,
  constant: number | string,
): string =>
  `${at(table, row, name)}: ${value}, where every training row had ${constant}; ` +
  'columns that were constant in training change no prediction';
