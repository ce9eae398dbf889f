import { log } from '../math/index.js';
import type { Random } from '../random.js';
import type { GradcheckOptions } from './gradcheck/element.js';
import { secondsPerCall } from './gradcheck/seconds_per_call.js';
import { multiplications } from './graph/costs.js';
import type { Network } from './network.js';

/** A figure of both ways to get a gradient. */
export interface Both {
  readonly numeric: number;
  readonly backpropagation: number;
}

/** Cost of the gradient of one network, numerically and by backpropagation. */
export interface GradientCost {
  readonly parameters: number;
  /** Forward passes of the numeric gradient; backpropagation takes one, and one backward pass. */
  readonly forwardPasses: number;
  /** Multiplications in matrix products, the bulk of the work. */
  readonly multiplications: Both;
  /** Seconds of one gradient each, when the code is warm. */
  readonly seconds: Both;
  /** The largest difference of any element. */
  readonly difference: number;
}

/**
 * Measures both gradients, through recorded programs as training does, of the mean loss on the first `rows` rows of the
 * network's x and t, for a network of affine layers and activations without frozen parameters. `now` tells seconds.
 */
export function gradientCost(
  network: Network,
  rows: number,
  random: Random,
  { method, epsilon }: Pick<GradcheckOptions, 'method' | 'epsilon'>,
  now: () => number,
): GradientCost {
  const { w, g, scale, trainable } = network;
  const pass = { training: true, frozen: true, random };
  const numeric = new Float64Array(trainable);
  scale.fill(1 / rows);
  const { kernels } = network.layout;
  const losses = kernels.record(() => {
    network.forward(rows, pass);
    network.trainingLosses(rows);
  });
  let forwardPasses = 0;
  const loss = () => {
    forwardPasses++;
    losses.run();
    const { rowLosses } = network;
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += scale[i] * rowLosses[i];
    return sum;
  };
  const differences = () => {
    forwardPasses = 0;
    const atCenter = method === 'forward' ? loss() : 0;
    for (let k = 0; k < trainable; k++) {
      const center = w[k];
      w[k] = center + epsilon;
      const above = loss();
      if (method === 'central') w[k] = center - epsilon;
      const below = method === 'central' ? loss() : atCenter;
      numeric[k] = (above - below) / (method === 'central' ? 2 * epsilon : epsilon);
      w[k] = center;
    }
  };
  const gradient = kernels.record(() => {
    network.forward(rows, pass);
    network.backward(scale, rows, pass);
  });
  const backpropagate = () => gradient.run();

  const seconds = {
    backpropagation: leastSeconds(backpropagate, now),
    numeric: leastSeconds(differences, now),
  };
  let difference = 0;
  for (let k = 0; k < trainable; k++) difference = Math.max(difference, Math.abs(numeric[k] - g[k]));
  return {
    parameters: trainable,
    forwardPasses,
    multiplications: multiplicationsOf(network, rows, forwardPasses),
    seconds,
    difference,
  };
}

/**
 * The least of a few rounds, unless one is long: another program that takes a turn can only make a call look slower.
 */
function leastSeconds(call: () => void, now: () => number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const started = now();
    least = Math.min(least, secondsPerCall(call, now));
    if (now() - started > 0.2) break;
  }
  return least;
}

function multiplicationsOf({ graph }: Network, rows: number, forwardPasses: number): Both {
  const { forward, backward } = multiplications(graph);
  return { numeric: forwardPasses * rows * forward, backpropagation: rows * (forward + backward) };
}

/** The p for which c·xᵖ fits y best, by least squares of the logarithms. */
export function fittedExponent(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const u = x.map(log);
  const v = y.map(log);
  const [meanU, meanV] = [mean(u), mean(v)];
  const covariance = u.reduce((sum, value, i) => sum + (value - meanU) * (v[i] - meanV), 0);
  return covariance / u.reduce((sum, value) => sum + (value - meanU) * (value - meanU), 0);
}
