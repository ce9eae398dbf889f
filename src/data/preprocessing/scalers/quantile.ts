import type { Scaler } from './scaler.js';

/** Most quantiles, and fewest, and how many rows there are to one. */
const [most, fewest, rowsToOne] = [1000, 10, 30];

/**
 * Scales to a normal distribution, by as many quantiles as max(min(rows / 30, 1000), 10), but never more than rows.
 * scikit-learn's QuantileTransformer with output_distribution "normal", but for equal quantiles at an end
 * (curves/normal_quantiles.ts).
 */
export const quantile = {
  fit(values) {
    const sorted = values.slice().sort();
    const rows = sorted.length;
    const n = Math.min(rows, Math.max(Math.min(Math.floor(rows / rowsToOne), most), fewest));
    const distinct: number[] = [];
    const counts: number[] = [];
    for (let k = 0; k < n; k++) {
      const value = equallySpaced(sorted, k, n - 1);
      if (distinct.length > 0 && value <= distinct[distinct.length - 1]) counts[counts.length - 1]++;
      else {
        distinct.push(value === 0 ? 0 : value);
        counts.push(1);
      }
    }
    return { center: 0, scale: 1, curve: { type: 'normal_quantiles', values: distinct, counts } };
  },
} satisfies Scaler;

/**
 * Quantile k / steps of sorted values, by linear interpolation between the two nearest (type 7 of Hyndman and Fan).
 * Where it lies is computed in whole numbers, so that it is the very value where it is at one.
 */
function equallySpaced(sorted: Float64Array, k: number, steps: number): number {
  const position = k * (sorted.length - 1);
  const below = Math.floor(position / steps);
  const part = (position % steps) / steps;
  if (part === 0) return sorted[below];
  const [low, high] = [sorted[below], sorted[below + 1]];
  return low === high ? low : (1 - part) * low + part * high;
}
