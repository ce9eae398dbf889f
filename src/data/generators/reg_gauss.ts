import * as z from '../../zod.js';
import type { Generator } from './generator.js';
import { between, points } from './points.js';

const radius = 6;
const peaks = [
  [-4, 2.5, 1],
  [0, 2.5, -1],
  [4, 2.5, 1],
  [-4, -2.5, -1],
  [0, -2.5, 1],
  [4, -2.5, -1],
] as const;

/** The height at a point of that of six cones, of height ±1 and radius 2, which is farthest from 0 there. */
function height(x1: number, x2: number): number {
  let y = 0;
  for (const [c1, c2, sign] of peaks) {
    const distance = Math.sqrt((x1 - c1) * (x1 - c1) + (x2 - c2) * (x2 - c2));
    const cone = sign * Math.max(0, 1 - distance / 2);
    if (Math.abs(cone) > Math.abs(y)) y = cone;
  }
  return y;
}

/**
 * Six peaks of height ±1 on the square of half-side 6. Noise moves the point, by up to 6 times itself, before y is
 * computed. TensorFlow Playground's "multi gaussian".
 */
export const regGauss = {
  summary: 'six peaks, up and down in turn (regression)',
  options: z.strictObject({}),
  target: 'y',
  generate: (rows, noise, rng) =>
    points('y', rows, () => {
      const x1 = between(rng, -radius, radius);
      const x2 = between(rng, -radius, radius);
      const moved1 = x1 + between(rng, -radius, radius) * noise;
      const moved2 = x2 + between(rng, -radius, radius) * noise;
      return [x1, x2, height(moved1, moved2)];
    }),
} satisfies Generator;
