import { cos, sin } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Generator } from './generator.js';
import { between, pi, points } from './points.js';

const radius = 5;

/**
 * A disc and a ring around it: the first half of the rows at a distance below 2.5 from the origin, the others from 3.5
 * to 5. Label 1 within 2.5, else −1. Noise moves the point, by up to 5 times itself, before its label is decided.
 * TensorFlow Playground's "circle".
 */
export const circle = {
  summary: 'a disc of one class within a ring of the other (two classes)',
  options: z.strictObject({}),
  target: 'label',
  generate: (rows, noise, rng) =>
    points('label', rows, (i) => {
      const r = i < rows / 2 ? between(rng, 0, radius * 0.5) : between(rng, radius * 0.7, radius);
      const angle = between(rng, 0, 2 * pi);
      const [x1, x2] = [r * sin(angle), r * cos(angle)];
      const moved1 = x1 + between(rng, -radius, radius) * noise;
      const moved2 = x2 + between(rng, -radius, radius) * noise;
      return [x1, x2, Math.sqrt(moved1 * moved1 + moved2 * moved2) < radius * 0.5 ? 1 : -1];
    }),
} satisfies Generator;
