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

  term: (y, t, { log_input }: Options) => (log_input ? exp(y) - t * y : y - t * log(y + EPSILON)),

  // e^y − t, or 1 − t / (y + ε)
  dy: (y, t, s, { log_input }: Options) => s * (log_input ? exp(y) - t : 1 - t / (y + EPSILON)),

  /** The rate. */
  prediction: (y, { log_input }: Options) => (log_input ? exp(y) : y),
  predictionSlope: (y, { log_input }: Options) => (log_input ? exp(y) : 1),
} satisfies Loss;
