import { cos, sin } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Generator } from './generator.js';
import { between, pi, points } from './points.js';

/**
 * Two spirals of 1¾ turns out to radius 5, the second (label −1) half a turn behind the first (label 1, the first half
 * of the rows). Noise moves the point, by up to itself in each coordinate. TensorFlow Playground's "spiral".
 */
export const spiral = {
  summary: 'two spirals wound into each other (two classes)',
  options: z.strictObject({}),
  target: 'label',
  generate(rows, noise, rng) {
    const first = Math.ceil(rows / 2);
    return points('label', rows, (i) => {
      const [index, offset, label] = i < first ? [i, 0, 1] : [i - first, pi, -1];
      const part = index / (rows / 2);
      const r = 5 * part;
      const angle = 1.75 * part * 2 * pi + offset;
      const x1 = r * sin(angle) + between(rng, -1, 1) * noise;
      const x2 = r * cos(angle) + between(rng, -1, 1) * noise;
      return [x1, x2, label];
    });
  },
} satisfies Generator;
