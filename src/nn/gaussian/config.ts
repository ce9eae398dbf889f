import type { Variant } from '../variants.js';

/** Options of the loss gaussian_nll. */
interface Options extends Variant<'gaussian_nll'> {
  readonly epsilon: number;
  readonly initial_variance?: readonly number[];
}

/** Options of a head that has a variance for each target. */
export interface GaussianConfig {
  /** Least variance, as a share of the one with which training starts. */
  readonly epsilon: number;
  /** Variance V of each target with which training starts. */
  readonly initial_variance: readonly number[];
}

/** The options of a head of so many targets where its loss is gaussian_nll; null for others. */
export function gaussianOf(loss: Variant | undefined, targets: number): GaussianConfig | null {
  if (loss?.type !== 'gaussian_nll') return null;
  const { epsilon, initial_variance = Array.from({ length: targets }, () => 1) } = loss as Options;
  return { epsilon, initial_variance };
}

/** Whether a head gives a variance for each target. */
export const predictsVariance = ({ loss }: { readonly loss?: Variant }): boolean =>
  gaussianOf(loss, 1) !== null;
