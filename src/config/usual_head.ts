import type { Target } from '../data/preprocessing/index.js';
import { type ActivationName, activations } from '../nn/activations/index.js';
import type { LossName } from '../nn/losses/index.js';

/** Activation and loss that a head usually has for a target. */
export function usualPair(target: Target): [ActivationName, LossName] {
  if (holdsNumbers(target)) return ['identity', 'mse'];
  if (target.kind === 'distribution' || (target.kind === 'classes' && target.classes.length > 2))
    return ['softmax', 'cross_entropy'];
  return ['sigmoid', 'binary_cross_entropy'];
}

/** The loss that usually follows an activation. */
export function lossAfter(activation: ActivationName): LossName {
  if (isRowwise(activation)) return 'cross_entropy';
  return isProbability(activation) ? 'binary_cross_entropy' : 'mse';
}

export const holdsNumbers = ({ kind }: Target) => kind === 'numbers' || kind === 'reconstruction';
export const isRowwise = (activation: ActivationName) => 'rowwise' in activations[activation];

export function isProbability(activation: ActivationName): boolean {
  const [low, high] = activations[activation].range;
  return low >= 0 && high <= 1;
}
