import { cos, sin } from '../../math/index.js';
import { normal } from '../../random.js';
import * as z from '../../zod.js';
import type { Generator } from './generator.js';
import { pi, points } from './points.js';

/** Gaussians of the ring. */
const MODES = 8;

/** Distance of their centres from the origin. */
const RADIUS = 2;

/**
 * Eight normal clusters with centres evenly on a ring of radius 2, the first at (2, 0), the others counterclockwise;
 * label 0 … 7. Row i is of cluster i mod 8. Standard deviation 0.02 + noise in each coordinate: Metz, Poole, Pfau and
 * Sohl-Dickstein 2017 (Unrolled generative adversarial networks) have 0.02.
 */
export const ring = {
  summary: 'eight normal clusters on a ring (eight classes)',
  options: z.strictObject({}),
  target: 'label',
  generate(rows, noise, rng) {
    const deviation = 0.02 + noise;
    return points('label', rows, (i) => {
      const label = i % MODES;
      const angle = (2 * pi * label) / MODES;
      const x1 = RADIUS * cos(angle) + deviation * normal(rng);
      const x2 = RADIUS * sin(angle) + deviation * normal(rng);
      return [x1, x2, label];
    });
  },
} satisfies Generator;
