import { weightedMean } from '../density/input.js';
import type { Metric } from '../metric.js';
import type { Adversarial } from './input.js';

/** Share of the sampled rows that the discriminator takes for sampled (an output of ½ or below). */
export const sampledAccuracy = {
  better: 'higher',
  value: ({ sampled, counted }) =>
    weightedMean(
      sampled.map((y) => Number(y <= 0.5)),
      counted,
    ),
} satisfies Metric<Adversarial>;
