import type { HeadConfig } from '../head.js';
import type { LayerConfig } from '../layers/layer_type.js';
import { type AdversarialLossName, adversarialLosses } from './losses.js';

/** The sections of a resolved config that make a network the generator of an adversarial pair. */
export interface AdversarialConfig {
  /** Layers from the generator's columns to the head of the discriminator. */
  readonly discriminator: readonly LayerConfig[];
  readonly loss: AdversarialLossName;
}

/** Prefix of what a discriminator has in messages, model files and checkpoints. */
export const discriminatorName = 'discriminator';

/** The head of a discriminator: one output, of how real a row is. */
export const discriminatorHead = ({ loss }: AdversarialConfig): HeadConfig => ({
  bias: true,
  initializer: { type: 'auto' },
  bias_initializer: { type: 'auto' },
  trainable: true,
  ...adversarialLosses[loss].head,
});
