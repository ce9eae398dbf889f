import { integerBelow, type Random } from '../../random.js';

/** Rounding of a computed loss, in the loss's units. */
export interface LossRounding {
  /** Spacing of the doubles at Σ |summand| of the loss, at most: rounding the sum alone costs half of it. */
  readonly ulp: number;
  /** Standard deviation of the computed loss about the true one, measured. */
  readonly noise: number;
}

/** Points where the loss is computed, and the orders of their differences that the noise is estimated from. */
const points = 33;
const orders = [3, 4, 5, 6, 7, 8];
/**
 * Points lie ε, ε (1 + 1/n), ε (1 + 2/n) … away from the center. Where neighbours are close, what each rounds may be
 * the same (targets of 1e8 swallow a change of 1e-9 in y whole), and no noise is seen: the largest estimate is taken.
 */
const spacings = [4096, 256, 16];

/**
 * Measures the rounding of a loss where a difference of step `epsilon` sees it, by Moré and Wild, "Estimating
 * computational noise", SIAM J. Sci. Comput. 33 (2011): at points in equal distances on a line the k-th differences of
 * a smooth function vanish as the k-th power of the distance, while those of independent errors with variance σ² have
 * the variance σ² (2k)! / k!². The line moves all `views` at once, each element to a side of its own. The order with
 * the least estimate is taken: in the others the function itself is left, too. The median of the differences stands for
 * their deviation, as a kink of the function is in a few of them alone.
 *
 * @param summands Σ |summand| of the loss at the center.
 */
export function lossRounding(
  loss: () => number,
  summands: number,
  views: readonly Float64Array[],
  epsilon: number,
  random: Random,
): LossRounding {
  const centers = views.map((view) => view.slice());
  const sides = views.map((view) => Int8Array.from(view, () => 2 * integerBelow(random, 2) - 1));
  const lossAt = (step: number) => {
    for (const [v, view] of views.entries())
      for (let j = 0; j < view.length; j++) view[j] = centers[v][j] + step * sides[v][j];
    return loss();
  };
  let noise = 0;
  for (const spacing of spacings) {
    const values = Array.from({ length: points }, (_, i) => lossAt(epsilon * (1 + i / spacing)));
    noise = Math.max(noise, leastDeviation(values));
  }
  for (const [v, view] of views.entries()) view.set(centers[v]);
  return { ulp: Number.EPSILON * summands, noise };
}

/** Standard deviation of a normal distribution over the median of its sizes. */
const normalDeviation = 1.4826;

const leastDeviation = (values: readonly number[]): number =>
  orders.reduce((least, order) => Math.min(least, deviation(values, order)), Infinity);

/** The standard deviation of independent errors whose differences of this order are as large as those of `values`. */
function deviation(values: readonly number[], order: number): number {
  let differences = values;
  let variance = 1; // (2k)! / k!² for a deviation of 1
  for (let k = 1; k <= order; k++) {
    differences = differences.slice(1).map((value, i) => value - differences[i]);
    variance *= (2 * (2 * k - 1)) / k;
  }
  const sizes = differences.map(Math.abs).sort((a, b) => a - b);
  return (normalDeviation * sizes[sizes.length >> 1]) / Math.sqrt(variance);
}

/**
 * Bound of what rounding does to the difference of two computed losses, such as f(w + ε) − f(w − ε). All summands may
 * be off to the same side, by half an ulp of y − t, which a square doubles, and the last sum by half of one (Higham,
 * Accuracy and Stability of Numerical Algorithms, 2002, section 2.2): one and a half for each loss. The rest is seen as
 * noise: the difference deviates by √2 times as much, and six times that is not reached by one in 10⁸.
 */
export const differenceRounding = ({ ulp, noise }: LossRounding): number => 3 * ulp + 6 * Math.SQRT2 * noise;
