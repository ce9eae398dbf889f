import type { Kernels, Numbers } from '../../kernels/index.js';
import type { ActivationName } from '../activations/index.js';
import type { Variant } from '../variants.js';
import { type LossName, losses } from './index.js';
import type { Loss } from './loss.js';

/**
 * Vectors that the loops of a loss are given: the head's input a and output y, the targets t, [rows, columns], and a
 * number for each row.
 */
export interface LossVectors {
  readonly a: Numbers;
  readonly y: Numbers;
  readonly t: Numbers;
  /** The loss of each row. */
  readonly losses?: Numbers;
  /** The weight of each row in the gradient. */
  readonly scale?: Numbers;
  /** Gradient, ∂L/∂a of a fused loss, and ∂L/∂y of another. It may not be a, y or t. */
  readonly gradient?: Numbers;
}

/** The loops of a loss after a head's activation. */
export interface LossLoops {
  /** Whether loss and activation are computed in one piece, where the loss has that form. */
  readonly isFused: boolean;
  /** losses[i] = ℓᵢ */
  forward(vectors: LossVectors, rows: number, columns: number): void;
  /** gradient = scaleᵢ ∂ℓᵢ/∂a, or ∂ℓᵢ/∂y where the two are apart. */
  backward(vectors: LossVectors, rows: number, columns: number): void;
}

/** The loops of a loss, in one piece with `activation` where it has that form; without one, by itself. */
export function lossLoops(
  kernels: Kernels,
  config: Variant<LossName>,
  activation?: ActivationName,
): LossLoops {
  const { fused }: Loss = losses[config.type];
  const isFused = activation !== undefined && fused?.[activation] !== undefined;
  const name = `loss.${config.type}${isFused ? `.fused.${activation}` : ''}`;
  const term = kernels.loop(`${name}.term`, config);
  const slope = kernels.loop(`${name}.${isFused ? 'da' : 'dy'}`, config);
  return {
    isFused,
    forward: ({ a, y, t, losses = null }, rows, columns) => term({ a, y, t, losses }, rows, columns),
    backward: ({ y, t, scale = null, gradient = null }, rows, columns) =>
      slope({ y, t, scale, [isFused ? 'da' : 'dy']: gradient }, rows, columns),
  };
}
