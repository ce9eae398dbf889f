import { allFinite } from '../../math/all_finite.js';
import { rowWeights } from '../rows.js';

/** Rows whose target is a distribution over the classes. */
export interface SoftTargetInput {
  rows: number;
  classes: number;
  /** Probabilities, [rows, classes]. */
  probabilities: Float64Array;
  /** Target distributions, [rows, classes], each row not negative and of sum 1. */
  truth: Float64Array;
  /** Row weights, [rows], not negative; 1 where left out. */
  weights?: Float64Array;
}

/** The input with everything that several metrics need. */
export interface SoftTarget extends Required<SoftTargetInput> {
  /** Sum of the weights. */
  total: number;
}

/**
 * Completes an input; undefined where there is nothing to measure: no row with a weight, or a probability that is not
 * finite.
 */
export function prepareSoftTarget(input: SoftTargetInput): SoftTarget | undefined {
  const { weights, total } = rowWeights(input.rows, input.weights);
  if (!(total > 0) || !allFinite(input.probabilities)) return undefined;
  return { ...input, weights, total };
}
