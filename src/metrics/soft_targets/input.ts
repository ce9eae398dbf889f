import { allFinite } from '../../math/all_finite.js';
import { defaultThreshold } from '../decision.js';
import { countedRows } from '../rows.js';

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
  /** Probability from which on the second of two classes is predicted; 0.5 where left out. */
  threshold?: number;
}

/** The rows that have a weight, with everything that several metrics need. */
export interface SoftTarget extends SoftTargetInput {
  threshold: number;
  /** Sum of the weights. */
  total: number;
}

/**
 * Completes an input; undefined where there is nothing to measure: no row with a weight, or a probability that is not
 * finite.
 */
export function prepareSoftTarget(input: SoftTargetInput): SoftTarget | undefined {
  const { classes, threshold = defaultThreshold } = input;
  const { rows, weights, total, pick } = countedRows(input.rows, input.weights);
  const probabilities = pick(input.probabilities);
  if (!(total > 0) || !allFinite(probabilities)) return undefined;
  return { rows, classes, probabilities, truth: pick(input.truth), weights, threshold, total };
}
