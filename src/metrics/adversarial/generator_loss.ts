import { weightedMean } from '../density/input.js';
import type { Metric } from '../metric.js';
import type { Adversarial } from './input.js';

/** Mean of what the generator minimizes. It says how it stands to its discriminator, not how good its rows are. */
export const generatorLoss = {
  better: 'lower',
  value: ({ generatorLosses, counted }) => weightedMean(generatorLosses, counted),
} satisfies Metric<Adversarial>;
