import { allFinite } from '../../math/all_finite.js';
import { rowWeights } from '../rows.js';

/** Rows whose target is a distribution over the classes. */
export interface SoftTargetInput {
  rows: number;
  classes: number;
  /** [rows, classes] */
  probabilities: Float64Array;
  /** [rows, classes], each row not negative and of sum 1 */
  truth: Float64Array;
  /** [rows], not negative */
  weights?: Float64Array;
}

/** The input with everything that several metrics need. */
export interface SoftTarget extends Required<SoftTargetInput> {
  /** the sum of the weights */
  total: number;
}

/** undefined where there is nothing to measure: no row with a weight, or a probability that is not finite. */
export function prepareSoftTarget(input: SoftTargetInput): SoftTarget | undefined {
  const { weights, total } = rowWeights(input.rows, input.weights);
  if (!(total > 0) || !allFinite(input.probabilities)) return undefined;
  return { ...input, weights, total };
}
