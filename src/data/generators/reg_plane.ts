import * as z from '../../zod.js';
import type { Generator } from './generator.js';
import { between, points } from './points.js';

const radius = 6;

/**
 * y = (x1 + x2) / 10 on the square of half-side 6. Noise moves the point, by up to 6 times itself, before y is
 * computed. TensorFlow Playground's "plane".
 */
export const regPlane = {
  summary: 'a plane (regression)',
  options: z.strictObject({}),
  target: 'y',
  generate: (rows, noise, rng) =>
    points('y', rows, () => {
      const x1 = between(rng, -radius, radius);
      const x2 = between(rng, -radius, radius);
      const moved1 = x1 + between(rng, -radius, radius) * noise;
      const moved2 = x2 + between(rng, -radius, radius) * noise;
      return [x1, x2, (moved1 + moved2) / 10];
    }),
} satisfies Generator;
