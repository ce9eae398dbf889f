import * as z from '../../zod.js';
import { biasCorrection } from './bias_correction.js';
import { normal } from './normal.js';
import type { Coefficients, Corrections, Optimizer, State } from './optimizer.js';

const options = z.strictObject({
  learning_rate: z.number().positive().default(0.001),
  beta1: z.number().min(0).lt(1).default(0.9).describe('decay of the mean of the gradients'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('decay of the mean of their squares'),
  epsilon: z.number().positive().default(1e-8),
  weight_decay: z.number().min(0).default(0).describe('times w is added to the gradient'),
  amsgrad: z.boolean().default(false).describe('divide by the largest mean square so far'),
});
export type AdamOptions = z.infer<typeof options>;

/**
 * The update that adam and adamw share, the paper's algorithm 1 in the order that its section 2 proposes: rate · m̂ /
 * (√v̂ + ε) is rate √c₂ / c₁ · m / (√v + ε √c₂) with the bias corrections c = 1 − βᵗ, which takes one division for each
 * parameter. amsgrad keeps the largest v before correction (Reddi, Kale and Kumar 2018, as PyTorch has it). `decay` is
 * the weight decay that goes into the gradient.
 */
export function adamUpdate(
  w: number,
  g: number,
  { m, v, vMax }: State,
  [stepSize, epsilon]: Coefficients,
  { beta1, beta2, amsgrad }: AdamOptions,
  decay: number,
) {
  const gradient = g + decay * w;
  const mean = normal(beta1 * m + (1 - beta1) * gradient);
  const square = normal(beta2 * v + (1 - beta2) * gradient * gradient);
  const largest = amsgrad ? (square > vMax ? square : vMax) : square;
  return { w: w - (stepSize * mean) / (Math.sqrt(largest) + epsilon), m: mean, v: square, vMax: largest };
}

/** The bias corrections of both means in step t. */
export const adamCorrections = (t: number, { beta1, beta2 }: AdamOptions): Corrections => ({
  mean: biasCorrection(beta1, t),
  square: biasCorrection(beta2, t),
});

/** The size of step t and what is added to √v, both with the bias corrections in them; and the rate itself. */
export function adamCoefficients(
  t: number,
  learningRate: number,
  options: AdamOptions,
  coefficients: Float64Array,
  { mean, square }: Corrections = adamCorrections(t, options),
): void {
  const root = Math.sqrt(square);
  coefficients[0] = (learningRate * root) / mean;
  coefficients[1] = options.epsilon * root;
  coefficients[2] = learningRate;
}

/** Adam, Kingma and Ba 2015, as PyTorch has it: `weight_decay` is added to the gradient (L2; adamw decouples it). */
export const adam = {
  options,

  state: ({ amsgrad }: AdamOptions) => (amsgrad ? ['m', 'v', 'vMax'] : ['m', 'v']),

  corrections: adamCorrections,

  coefficients: (t, learningRate, _state, options: AdamOptions, coefficients, corrections?) =>
    adamCoefficients(t, learningRate, options, coefficients, corrections),

  step: (w, g, state, coefficients, options: AdamOptions) =>
    adamUpdate(w, g, state, coefficients, options, options.weight_decay),
} satisfies Optimizer;
