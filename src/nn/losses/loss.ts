import type { z } from 'zod';
import type { ActivationName } from '../activations/index.js';

/** What the columns of t hold: any numbers; 0 to 1 each; or one distribution a row (one-hot for classes). */
export type TargetKind = 'numbers' | 'labels' | 'distribution';

/**
 * A loss compares predictions y with targets t, both `rows` × `columns`. ℓᵢ is the loss of row i: for numbers and
 * labels the mean over the columns, for a distribution the sum. Squared error has no ½. Row weights, and the mean
 * over the batch, come in through `scale`: scaleᵢ = sᵢ / Σ s.
 */
export interface Loss {
  readonly options: z.ZodObject;
  readonly targets: TargetKind;
  /** What y has to be for ℓ to be defined: within these bounds, or a distribution. */
  readonly predictions: readonly [low: number, high: number] | 'distribution';
  /** The head's activation where the config names none. */
  readonly activation: ActivationName;
  /** losses[i] = ℓᵢ */
  forward(
    y: Float64Array,
    t: Float64Array,
    losses: Float64Array,
    rows: number,
    columns: number,
    options: object,
  ): void;
  /** dy = scaleᵢ ∂ℓᵢ/∂y. dy may not be y or t. */
  backward(
    y: Float64Array,
    t: Float64Array,
    scale: Float64Array,
    dy: Float64Array,
    rows: number,
    columns: number,
    options: object,
  ): void;
  /** Forms that take the activation's input a as well: exact where ℓ(f(a)) would overflow or cancel, and cheaper. */
  readonly fused?: Partial<Record<ActivationName, FusedLoss>>;
}

export interface FusedLoss {
  /** losses[i] = ℓᵢ, given a and y = f(a) */
  forward(
    a: Float64Array,
    y: Float64Array,
    t: Float64Array,
    losses: Float64Array,
    rows: number,
    columns: number,
    options: object,
  ): void;
  /** da = scaleᵢ ∂ℓᵢ/∂a. da may not be a, y or t. */
  backward(
    a: Float64Array,
    y: Float64Array,
    t: Float64Array,
    scale: Float64Array,
    da: Float64Array,
    rows: number,
    columns: number,
    options: object,
  ): void;
}
