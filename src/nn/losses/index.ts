import { binaryCrossEntropy } from './binary_cross_entropy.js';
import { crossEntropy } from './cross_entropy.js';
import { gaussianNll } from './gaussian_nll.js';
import { huber } from './huber.js';
import { klDivergence } from './kl_divergence.js';
import { logCosh } from './log_cosh.js';
import type { Loss } from './loss.js';
import { mae } from './mae.js';
import { mse } from './mse.js';
import { pinball } from './pinball.js';
import { poissonNll } from './poisson_nll.js';
import { wasserstein } from './wasserstein.js';

export const losses = {
  binary_cross_entropy: binaryCrossEntropy,
  cross_entropy: crossEntropy,
  mse,
  mae,
  huber,
  log_cosh: logCosh,
  kl_divergence: klDivergence,
  wasserstein,
  poisson_nll: poissonNll,
  pinball,
  gaussian_nll: gaussianNll,
} satisfies Record<string, Loss>;

export type LossName = keyof typeof losses;
export type { FusedLoss, Loss, TargetKind } from './loss.js';
