import * as z from '../../zod.js';
import type { Generator } from './generator.js';
import { between, points } from './points.js';

const padding = 0.3;

/**
 * Uniform on the square of half-side 5.3 without a cross of half-width 0.3; label 1 where x1 and x2 have the same sign,
 * else −1. Noise moves the point, by up to 5 times itself, before its label is decided. TensorFlow Playground's
 * "exclusive or".
 */
export const xor = {
  summary: 'squares of the plane, the same class where x1 and x2 have the same sign (two classes)',
  options: z.strictObject({}),
  target: 'label',
  generate: (rows, noise, rng) =>
    points('label', rows, () => {
      const u = between(rng, -5, 5);
      const x1 = u > 0 ? u + padding : u - padding;
      const v = between(rng, -5, 5);
      const x2 = v > 0 ? v + padding : v - padding;
      const moved1 = x1 + between(rng, -5, 5) * noise;
      const moved2 = x2 + between(rng, -5, 5) * noise;
      return [x1, x2, moved1 * moved2 >= 0 ? 1 : -1];
    }),
} satisfies Generator;
