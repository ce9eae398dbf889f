import { sigmoid } from '../../math/index.js';
import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

/** y = x σ(x), also called SiLU. Elfwing, Uchibe and Doya 2018; Ramachandran, Zoph and Le 2017. */
export const swish = {
  options: z.strictObject({}),
  range: [-0.27846455, Infinity], // a little under the minimum, −0.278464542… at x = −1.2785
  kinks: [],
  initializer: 'fan_in_uniform',

  y: (x) => x * sigmoid(x),

  // dx = σ (1 + x (1 − σ)) dy
  dx(x, dy) {
    const s = sigmoid(x);
    return s * (1 + x * (1 - s)) * dy;
  },
} satisfies ElementwiseActivation;
