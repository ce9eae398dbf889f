import { allFinite } from '../../math/all_finite.js';
import { countedRows } from '../rows.js';

/** Rows of one or more numbers each. */
export interface RegressionInput {
  rows: number;
  outputs: number;
  /** Predictions, [rows, outputs]. */
  predictions: Float64Array;
  /** True values, [rows, outputs]. */
  truth: Float64Array;
  /** Predicted variances, [rows, outputs], of models that have them. */
  variances?: Float64Array;
  /** Row weights, [rows], not negative; 1 where left out. */
  weights?: Float64Array;
}

/** The rows that have a weight, with everything that several metrics need. */
export interface Regression extends RegressionInput {
  /** Errors truth − predictions, [rows, outputs]. */
  errors: Float64Array;
  /** Sum of the weights. */
  total: number;
}

/**
 * Completes an input; undefined where there is nothing to measure: no row with a weight, or a prediction that is not
 * finite.
 */
export function prepareRegression(input: RegressionInput): Regression | undefined {
  const { rows, weights, total, pick } = countedRows(input.rows, input.weights);
  const predictions = pick(input.predictions);
  const truth = pick(input.truth);
  const variances = input.variances && pick(input.variances);
  if (!(total > 0) || !allFinite(predictions)) return undefined;
  const errors = truth.map((t, k) => t - predictions[k]);
  const { outputs } = input;
  return {
    ...{ rows, outputs, predictions, truth, weights, total, errors },
    ...(variances && { variances }),
  };
}

/** One output of several, as a regression with a single output. */
export function oneOutput(input: Regression, j: number): Regression {
  const column = (values: Float64Array) => {
    const result = new Float64Array(input.rows);
    for (let i = 0; i < input.rows; i++) result[i] = values[i * input.outputs + j];
    return result;
  };
  return {
    ...input,
    outputs: 1,
    predictions: column(input.predictions),
    truth: column(input.truth),
    errors: column(input.errors),
    ...(input.variances && { variances: column(input.variances) }),
  };
}

/** Mean over the outputs, each counting the same, of a metric of one output. */
export function meanOverOutputs(input: Regression, metric: (output: Regression) => number): number {
  if (input.outputs === 1) return metric(input);
  let sum = 0;
  for (let j = 0; j < input.outputs; j++) sum += metric(oneOutput(input, j));
  return sum / input.outputs;
}
