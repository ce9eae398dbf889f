import type { HeadConfig } from '../head.js';
import type { LossName } from '../losses/index.js';
import type { Variant } from '../variants.js';

/** Loss of a discriminator, for labels of 1 (real) and 0 (sampled), and of its generator by way of it. */
export interface AdversarialLoss {
  /** Activation and loss of the discriminator's head. */
  readonly head: Pick<HeadConfig, 'activation' | 'loss'>;
  /** Label of the sampled rows in the generator's loss, and its sign: it is sign · ℓ(D(G(z)), label). */
  readonly label: 0 | 1;
  readonly sign: 1 | -1;
}

const logistic: AdversarialLoss['head'] = {
  activation: { type: 'sigmoid' },
  loss: { type: 'binary_cross_entropy', pos_weight: 1 } as Variant<LossName>,
};

/** Losses of two networks against each other, by their names in training.objective. */
export const adversarialLosses = {
  /** D: −log D(x) − log(1 − D(G(z))); G: −log D(G(z)). Goodfellow et al. 2014, section 3. */
  non_saturating: { head: logistic, label: 1, sign: 1 },
  /** D: −log D(x) − log(1 − D(G(z))); G: log(1 − D(G(z))). Goodfellow et al. 2014, equation 1. */
  minimax: { head: logistic, label: 0, sign: -1 },
  /** D: (D(x) − 1)² + D(G(z))²; G: (D(G(z)) − 1)². Mao et al. 2017, equation 9, without its ½. */
  least_squares: {
    head: { activation: { type: 'identity' }, loss: { type: 'mse' } },
    label: 1,
    sign: 1,
  },
} as const satisfies Record<string, AdversarialLoss>;

export type AdversarialLossName = keyof typeof adversarialLosses;

/** Names of the losses. */
export const adversarialLossNames = Object.keys(adversarialLosses) as [
  AdversarialLossName,
  ...AdversarialLossName[],
];
