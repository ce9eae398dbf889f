import { exp, log } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Loss } from './loss.js';

const options = z.strictObject({
  log_input: z
    .boolean()
    .default(true)
    .describe('whether the network gives the logarithm of the rate, or the rate'),
});
type Options = z.infer<typeof options>;

/** Keeps log(rate) finite at rate 0. PyTorch's default. */
const EPSILON = 1e-8;

/**
 * The negative log-likelihood of counts t under a Poisson distribution, without its constant log t!: ℓ = mean over
 * columns of e^y − t y where y is the log of the rate, else of y − t log(y + ε). PyTorch's PoissonNLLLoss.
 */
export const poissonNll = {
  options,
  targets: 'numbers',
  targetRange: [0, Infinity],
  predictions: ({ log_input }: Options) => [log_input ? -Infinity : 0, Infinity],
  activation: 'identity',

  forward(y, t, losses, rows, columns, { log_input }: Options) {
    for (let i = 0, k = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++, k++) {
        sum += log_input ? exp(y[k]) - t[k] * y[k] : y[k] - t[k] * log(y[k] + EPSILON);
      }
      losses[i] = sum / columns;
    }
  },

  // dy = (e^y − t) / columns, or (1 − t / (y + ε)) / columns
  backward(y, t, scale, dy, rows, columns, { log_input }: Options) {
    for (let i = 0, k = 0; i < rows; i++) {
      const s = scale[i] / columns;
      for (let j = 0; j < columns; j++, k++) {
        dy[k] = s * (log_input ? exp(y[k]) - t[k] : 1 - t[k] / (y[k] + EPSILON));
      }
    }
  },

  /** The rate. */
  prediction(y, out, n, { log_input }: Options) {
    for (let k = 0; k < n; k++) out[k] = log_input ? exp(y[k]) : y[k];
  },

  // e^y dy
  predictionBackward(y, dy, n, { log_input }: Options) {
    if (log_input) for (let k = 0; k < n; k++) dy[k] *= exp(y[k]);
  },
} satisfies Loss;
