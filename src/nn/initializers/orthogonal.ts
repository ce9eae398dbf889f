import { normal } from '../../random.js';
import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

const options = z.strictObject({ gain: z.number().positive().default(1) });
type Options = z.infer<typeof options>;

/**
 * gain times a matrix with orthonormal columns, or rows where those are fewer, drawn evenly from all such: the Q of W =
 * QR, W ~ N(0, 1), R's diagonal positive. Saxe, McClelland and Ganguli 2014; Mezzadri 2007. PyTorch's orthogonal_. By
 * Gram and Schmidt's method, every vector twice ("twice is enough", Parlett 1998), which keeps QᵀQ = I to rounding.
 */
export const orthogonal = {
  options,
  fill(w, fanOut, fanIn, rng, { gain }: Options) {
    for (let i = 0; i < fanOut * fanIn; i++) w[i] = normal(rng);
    // Element i of vector j is w[j * apart + i * stride].
    const byRows = fanOut < fanIn;
    const [vectors, length] = byRows ? [fanOut, fanIn] : [fanIn, fanOut];
    const [apart, stride] = byRows ? [fanIn, 1] : [1, fanIn];
    const dot = (j: number, k: number): number => {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += w[j * apart + i * stride] * w[k * apart + i * stride];
      return sum;
    };
    for (let j = 0; j < vectors; j++) {
      for (let pass = 0; pass < 2; pass++) {
        for (let k = 0; k < j; k++) {
          const along = dot(j, k);
          for (let i = 0; i < length; i++) w[j * apart + i * stride] -= along * w[k * apart + i * stride];
        }
        const norm = Math.sqrt(dot(j, j));
        for (let i = 0; i < length; i++) w[j * apart + i * stride] /= norm;
      }
    }
    for (let i = 0; i < fanOut * fanIn; i++) w[i] *= gain;
  },
} satisfies Initializer;
