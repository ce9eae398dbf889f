import { probit } from '../../../math/index.js';
import { through } from '../curves/normal_scores.js';
import type { Scaler } from './scaler.js';

/** Most values whose scores are kept; between two of them the score lies on a straight line. */
const mostKnots = 1000;

/**
 * Scales to a normal distribution of mean 0 and standard deviation 1, by ranks: a value that stands from place a to
 * place b of n in order has Φ⁻¹((a + b) / 2n), places counted from 0 before the first to n after the last (Hazen's
 * plotting positions with the mean rank of ties). Without ties the ends are at ±Φ⁻¹(1/2n), ±3.1 for 500 rows. Unlike
 * scikit-learn's QuantileTransformer, which puts the ends at ±5.2 whatever the rows, and so a column of 0 and 1, too.
 */
export const quantile = {
  fit(column) {
    const sorted = column.slice().sort();
    const { distinct, places } = countDistinct(sorted);
    const knots = spread(distinct.length);
    const values = knots.map((k) => distinct[k]);
    const scores = knots.map((k) => probit((0.5 * (places[k] + places[k + 1])) / sorted.length));
    const { mean, deviation } = moments(
      distinct.map((value) => through(values, scores, value)),
      places,
    );
    return {
      center: 0,
      scale: 1,
      curve: { type: 'normal_scores', values, scores: scores.map((score) => (score - mean) / deviation) },
    };
  },
} satisfies Scaler;

/** Different values of sorted ones, and the place before the first of each; behind the last that of the end. */
function countDistinct(sorted: Float64Array) {
  const distinct: number[] = [];
  const places: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] <= sorted[i - 1]) continue;
    distinct.push(sorted[i] === 0 ? 0 : sorted[i]);
    places.push(i);
  }
  places.push(sorted.length);
  return { distinct, places };
}

/** Indices of up to `mostKnots` of so many values, first and last among them, as equally spaced as indices can be. */
function spread(count: number): number[] {
  const knots = Math.min(count, mostKnots);
  return Array.from({ length: knots }, (_, i) => Math.floor((i * (count - 1)) / (knots - 1)));
}

/** Mean and standard deviation over all rows of the scores of different values. */
function moments(scores: readonly number[], places: readonly number[]) {
  let [sum, squares] = [0, 0];
  scores.forEach((score, k) => {
    const count = places[k + 1] - places[k];
    sum += count * score;
    squares += count * score * score;
  });
  const rows = places[scores.length];
  const mean = sum / rows;
  return { mean, deviation: Math.sqrt(squares / rows - mean * mean) };
}
