import { weightedMean } from '../density/input.js';
import type { Metric } from '../metric.js';
import type { Adversarial } from './input.js';

/** Share of the real rows that the discriminator takes for real (an output above ½). */
export const realAccuracy = {
  better: 'higher',
  value: ({ real, counted }) =>
    weightedMean(
      real.map((y) => Number(y > 0.5)),
      counted,
    ),
} satisfies Metric<Adversarial>;
