import { normal } from '../../random.js';
import * as z from '../../zod.js';
import type { Generator } from './generator.js';
import { points } from './points.js';

/**
 * Two normal clusters: the first half of the rows around (2, 2) with label 1, the others around (−2, −2) with label −1.
 * Variance 0.5 + 7 noise in each coordinate (0.5 at noise 0, 4 at 0.5). TensorFlow Playground's "gaussian".
 */
export const gauss = {
  summary: 'two normal clusters (two classes)',
  options: z.strictObject({}),
  target: 'label',
  generate(rows, noise, rng) {
    const deviation = Math.sqrt(0.5 + 7 * noise);
    return points('label', rows, (i) => {
      const label = i < rows / 2 ? 1 : -1;
      return [2 * label + deviation * normal(rng), 2 * label + deviation * normal(rng), label];
    });
  },
} satisfies Generator;
