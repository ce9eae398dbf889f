import type { Target } from '../../data/preprocessing/index.js';
import type { Network } from '../../nn/network.js';

/**
 * Probabilities, [rows, classes], from the head's output: a head with one output gives the probability of the second of
 * two classes.
 */
export function classProbabilities(y: Float64Array, rows: number, classes: number): Float64Array {
  if (y.length === rows * classes) return y;
  const probabilities = new Float64Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    probabilities[2 * i] = 1 - y[i];
    probabilities[2 * i + 1] = y[i];
  }
  return probabilities;
}

/** Predictions of numeric targets by the head's outputs, in the targets' own units. */
export function predictedNumbers(network: Network, y: Float64Array, target: Target): Float64Array {
  const { loss, config } = network;
  const { prediction } = loss ?? {};
  const values = prediction ? y.map((value) => prediction(value, config.head.loss as never)) : y;
  return unscaled(values, target);
}

/** Variances of numeric targets, in the targets' own units squared, by moments of the head: see Network.moments. */
export function predictedVariances(moments: Float64Array, outputs: number, target: Target): Float64Array {
  const variances = Float64Array.from({ length: moments.length / 2 }, (_, i) => {
    const j = i % outputs;
    return moments[2 * (i - j) + outputs + j];
  });
  return unscaledVariances(variances, target);
}

/** Undoes target_scale: numbers in the units of the data, [rows, outputs]. */
export function unscaled(values: Float64Array, target: Target): Float64Array {
  if (target.kind !== 'numbers') return values;
  const { center, scale } = target;
  return values.map((value, i) => value * scale[i % scale.length] + center[i % center.length]);
}

/** Undoes target_scale of variances: in the units of the data, squared, [rows, outputs]. */
export function unscaledVariances(values: Float64Array, target: Target): Float64Array {
  if (target.kind !== 'numbers') return values;
  const { scale } = target;
  return values.map((value, i) => value * scale[i % scale.length] * scale[i % scale.length]);
}
