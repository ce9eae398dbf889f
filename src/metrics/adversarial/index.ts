import type { Metric } from '../metric.js';
import { generatorLoss } from './generator_loss.js';
import type { Adversarial } from './input.js';
import { realAccuracy } from './real_accuracy.js';
import { sampledAccuracy } from './sampled_accuracy.js';

export const adversarialMetrics = {
  generator_loss: generatorLoss,
  real_accuracy: realAccuracy,
  sampled_accuracy: sampledAccuracy,
} satisfies Record<string, Metric<Adversarial>>;

export type AdversarialMetricName = keyof typeof adversarialMetrics;
