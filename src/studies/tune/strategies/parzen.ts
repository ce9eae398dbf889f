import { erf, erfc, exp } from '../../../math/index.js';
import { normal, type Random, uniform } from '../../../random.js';

/** Trials from whose number on older ones weigh less: the latest so many weigh 1. */
const FULL_WEIGHT = 25;

/**
 * Weights of observations in their order, oldest first: 1, or from 25 on a ramp from 1/n up to 1 and then 1 for the
 * latest 25. Optuna's `default_weights`.
 */
export function weightsOf(n: number): number[] {
  const ramp = Math.max(n - FULL_WEIGHT, 0);
  return Array.from({ length: n }, (_, i) => {
    if (i >= ramp) return 1;
    return ramp === 1 ? 1 / n : 1 / n + (i * (1 - 1 / n)) / (ramp - 1);
  });
}

/** Mixture of normal densities on [0, 1], each truncated there; weights add up to 1. */
export interface Mixture {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Parzen estimator of positions 0 … 1, oldest first: a normal density at each, as wide as the larger of the gaps to its
 * neighbours (the least and the greatest go by the one that they have, a single one by the ends), but not less than
 * 1 / min(100, n + 2) and not more than 1; and a prior of mean ½ and deviation 1, weight 1. Bergstra et al. 2011, with
 * the rules of `_ParzenEstimator` in Optuna 5 at its defaults (each parameter by itself, magic clip, no endpoints).
 */
export function parzen(positions: readonly number[]): Mixture {
  const n = positions.length;
  const order = [...positions.keys()].sort((a, b) => positions[a] - positions[b] || a - b);
  const sorted = order.map((i) => positions[i]);
  const narrowest = 1 / Math.min(100, n + 2);
  const deviations = new Array<number>(n + 1).fill(1);
  for (const [rank, i] of order.entries()) {
    const below = rank > 0 ? sorted[rank] - sorted[rank - 1] : 0;
    const above = rank < n - 1 ? sorted[rank + 1] - sorted[rank] : 0;
    const gap = n === 1 ? Math.max(sorted[0], 1 - sorted[0]) : Math.max(below, above);
    deviations[i] = Math.min(1, Math.max(narrowest, gap));
  }
  const weights = [...weightsOf(n), 1];
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { means: [...positions, 0.5], deviations, weights: weights.map((weight) => weight / sum) };
}

/** Draws a position of a mixture; what falls outside of [0, 1] is drawn again, of the same density. */
export function draw({ means, deviations, weights }: Mixture, rng: Random): number {
  const i = pick(weights, uniform(rng));
  for (;;) {
    const position = means[i] + deviations[i] * normal(rng);
    if (position >= 0 && position <= 1) return position;
  }
}

/** Index of the weight, of those that add up to 1, in whose part `share` 0 … 1 lies. */
export function pick(weights: readonly number[], share: number): number {
  let rest = share;
  for (const [i, weight] of weights.entries()) {
    if (rest < weight) return i;
    rest -= weight;
  }
  return weights.length - 1;
}

/** Density of a mixture at a position. */
export function density({ means, deviations, weights }: Mixture, position: number): number {
  return means.reduce((sum, mean, i) => {
    const z = (position - mean) / deviations[i];
    const within = deviations[i] * mass(-mean / deviations[i], (1 - mean) / deviations[i]);
    return sum + (weights[i] * exp(-0.5 * z * z)) / (within * Math.sqrt(2 * Math.PI));
  }, 0);
}

/** Probability of a mixture between two positions: that of a whole number. */
export function probability({ means, deviations, weights }: Mixture, from: number, to: number): number {
  return means.reduce((sum, mean, i) => {
    const z = (position: number) => (position - mean) / deviations[i];
    return sum + (weights[i] * mass(z(from), z(to))) / mass(z(0), z(1));
  }, 0);
}

/** Probability that a standard normal number lies between a and b, a ≤ b; in the tails without cancellation. */
function mass(a: number, b: number): number {
  if (a > 0) return 0.5 * (erfc(a * Math.SQRT1_2) - erfc(b * Math.SQRT1_2));
  if (b < 0) return 0.5 * (erfc(-b * Math.SQRT1_2) - erfc(-a * Math.SQRT1_2));
  return 0.5 * (erf(b * Math.SQRT1_2) - erf(a * Math.SQRT1_2));
}
