import { normal } from '../../random.js';
import * as z from '../../zod.js';
import type { Generator } from './generator.js';
import { between, points } from './points.js';

const half = 5;
const last = 4;

/**
 * Uniform on the square of half-side 5; label 0 to 4, the whole number nearest to 2 + (x1 + x2) / 2, or the end of that
 * range. Noise is the standard deviation of a normal error in the number that is rounded.
 */
export const ordered = {
  summary: 'five classes in order, in stripes across the plane',
  options: z.strictObject({}),
  target: 'label',
  generate: (rows, noise, rng) =>
    points('label', rows, () => {
      const x1 = between(rng, -half, half);
      const x2 = between(rng, -half, half);
      const score = 2 + (x1 + x2) / 2 + noise * normal(rng);
      return [x1, x2, Math.min(last, Math.max(0, Math.round(score)))];
    }),
} satisfies Generator;
