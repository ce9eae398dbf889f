import type * as z from '../../zod.js';
import type { ActivationName } from '../activations/index.js';

/** What the columns of t hold: any numbers; 0 to 1 each; or one distribution a row (one-hot for classes). */
export type TargetKind = 'numbers' | 'labels' | 'distribution';

/**
 * A loss compares predictions y with targets t, both `rows` × `columns`. ℓᵢ is the loss of row i: for numbers and
 * labels the mean over the columns, for a distribution the sum. Squared error has no ½. Row weights, and the mean
 * over the batch, come in through `scale`: scaleᵢ = sᵢ / Σ s. A row with scale 0 has the gradient 0, however far off
 * its y is, but for NaN and infinities.
 */
export interface Loss {
  readonly options: z.ZodObject;
  readonly targets: TargetKind;
  /** What each t has to lie within, ends included, for ℓ to be defined; a distribution sums to 1 besides. Unchecked here. */
  readonly targetRange: readonly [low: number, high: number];
  /** What y has to be for ℓ to be defined: within these bounds, ends included, or a distribution. Unchecked here. */
  predictions(options: object): readonly [low: number, high: number] | 'distribution';
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
  /**
   * out = what y predicts of t, in t's own units, for n values; where it is missing, that is y itself. To be used
   * wherever a prediction is shown or measured against t, and nowhere in training. out may be y.
   */
  prediction?(y: Float64Array, out: Float64Array, n: number, options: object): void;
  /** dy = ∂prediction/∂y ∘ dy, wherever there is a `prediction`. */
  predictionBackward?(y: Float64Array, dy: Float64Array, n: number, options: object): void;
}

/** The loss of f(a), for one activation f. The activation must have left a intact: y needs a buffer of its own. */
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
