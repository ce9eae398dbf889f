import { exp } from '../../math/index.js';
import { expm1UpTo56 } from '../../math/partial.js';
import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

// Where standard normal inputs keep mean 0 and variance 1, the paper's equation 14: λ, and λα with α =
// 1.6732632423543772.
const LAMBDA = 1.0507009873554805;
const LAMBDA_ALPHA = 1.7580993408473768;

/** y = λx for x > 0, else λα(eˣ − 1); f′(0) = λα. Klambauer, Unterthiner, Mayr and Hochreiter 2017. */
export const selu = {
  options: z.strictObject({}),
  range: [-LAMBDA_ALPHA, Infinity],
  kinks: [0],
  initializer: 'lecun_normal',

  y: (x) => (x > 0 ? LAMBDA * x : LAMBDA_ALPHA * expm1UpTo56(x)),

  // dx = λ dy for x > 0, else λα eˣ dy
  dx: (x, dy) => (x > 0 ? LAMBDA * dy : LAMBDA_ALPHA * exp(x) * dy),
} satisfies ElementwiseActivation;
