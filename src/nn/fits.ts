import { type ActivationName, activations } from './activations/index.js';
import { type Loss, type LossName, losses } from './losses/index.js';
import type { Variant } from './variants.js';

/** Whether a head's output fits what its loss asks for: a range within its range, or a distribution. */
export function fits(activation: ActivationName, loss: Variant<LossName>): boolean {
  const { predictions: predictionsOf, hasVariance }: Loss = losses[loss.type];
  // the mean is free, and the variance has a function of its own
  if (hasVariance) return activation === 'identity';
  const predictions = predictionsOf(loss);
  const { range, rowwise } = activations[activation] as { range: readonly [number, number]; rowwise?: true };
  if (predictions === 'distribution') return rowwise === true;
  return range[0] >= predictions[0] && range[1] <= predictions[1];
}
