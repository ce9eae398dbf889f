import { normal } from '../../random.js';
import * as z from '../../zod.js';
import type { Generator } from './generator.js';
import { points } from './points.js';

const corners = [
  [5, 5],
  [-5, -5],
  [-5, 5],
  [5, -5],
] as const;

/**
 * Four normal clusters around (±5, ±5), their points in turn; label 1 where both coordinates of the centre have the
 * same sign, else −1. Variance 0.5 + 7 noise in each coordinate, as `gauss`.
 */
export const xorClusters = {
  summary: 'four normal clusters, those across from each other of one class (two classes)',
  options: z.strictObject({}),
  target: 'label',
  generate(rows, noise, rng) {
    const deviation = Math.sqrt(0.5 + 7 * noise);
    return points('label', rows, (i) => {
      const [x1, x2] = corners[i % corners.length];
      return [x1 + deviation * normal(rng), x2 + deviation * normal(rng), x1 === x2 ? 1 : -1];
    });
  },
} satisfies Generator;
