import { studentTwoSided } from '../../math/student_t.js';

/** Mean of the scores of folds, and how far they are apart. */
export interface Summary {
  readonly mean: number;
  /** Standard deviation of the scores, with n − 1. */
  readonly standard_deviation: number;
  /** Standard error of the mean: see summarize. */
  readonly standard_error: number;
}

/**
 * Sums up scores of folds. Folds share training rows, so that their scores are not independent, and the variance of
 * their mean is more than s²/n. Nadeau and Bengio (Inference for the generalization error, Machine Learning 52, 2003)
 * correct it: s² (1/n + rows that are held out / rows that are trained on), which is `heldToTrained`.
 */
export function summarize(scores: readonly number[], heldToTrained: number): Summary {
  const n = scores.length;
  // a sum of equal scores is rounded, and they would have a spread of that
  const areEqual = scores.every((score) => score === scores[0]);
  const mean = areEqual ? scores[0] : scores.reduce((sum, score) => sum + score, 0) / n;
  const variance = scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0) / (n - 1);
  return {
    mean,
    standard_deviation: Math.sqrt(variance),
    standard_error: Math.sqrt(variance * (1 / n + heldToTrained)),
  };
}

/** Difference of two sets of scores on the same folds. */
export interface PairedDifference extends Summary {
  /** Mean over its corrected standard error; NaN where there is no difference at all. */
  readonly t: number;
  /** Probability of a t as far from 0, where there is no difference: Student's, with n − 1 degrees of freedom. */
  readonly p: number;
}

/** Compares scores on the same folds, `b` − `a`, by the corrected resampled t-test of Nadeau and Bengio 2003. */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  heldToTrained: number,
): PairedDifference {
  const summary = summarize(
    b.map((score, i) => score - a[i]),
    heldToTrained,
  );
  const { mean, standard_error } = summary;
  const t = mean / standard_error;
  return { ...summary, t, p: mean === 0 ? 1 : studentTwoSided(t, a.length - 1) };
}
