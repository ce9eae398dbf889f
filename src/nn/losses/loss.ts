import type * as z from '../../zod.js';
import type { ActivationName } from '../activations/index.js';

/** Kind of the columns of t: any numbers; 0 to 1 each; or one distribution a row (one-hot for classes). */
export type TargetKind = 'numbers' | 'labels' | 'distribution';

/**
 * A loss compares predictions y with targets t, both `rows` × `columns`. ℓᵢ is the loss of row i: for numbers and
 * labels the mean over the columns, for a distribution the sum. Squared error has no ½.
 *
 * Row weights, and the mean over the batch, come in through scaleᵢ = sᵢ / Σ s. A row with scale 0 has the gradient 0,
 * however far off its y is, but for NaN and infinities.
 */
export interface Loss {
  readonly options: z.ZodObject;
  readonly targets: TargetKind;
  /** Range of t, ends included, in which ℓ is defined; a distribution sums to 1 besides. Unchecked here. */
  readonly targetRange: readonly [low: number, high: number];
  /** Range of y in which ℓ is defined, ends included, or a distribution. Unchecked here. */
  predictions(options: object): readonly [low: number, high: number] | 'distribution';
  /** The head's activation where the config names none. */
  readonly activation: ActivationName;
  /**
   * Term that an element adds to its row's ℓ, before the division by the columns where ℓ is a mean: a formula, of which
   * the build makes the loops of every backend. A loss without one has loops over whole rows, by hand
   * (src/kernels/js/rowwise.ts).
   */
  term?(y: number, t: number, options: never, columns: number): number;
  /** s ∂term/∂y, with s = scaleᵢ, divided by the columns where ℓ is a mean. */
  dy?(y: number, t: number, s: number, options: never, columns: number): number;
  /** Forms that take the activation's input a as well: exact where ℓ(f(a)) would overflow or cancel, and cheaper. */
  readonly fused?: Partial<Record<ActivationName, FusedLoss>>;
  /**
   * Whether y is the mean of a distribution whose variance the head gives beside it, so that the loss is of both: it
   * has the loops of nn/gaussian.
   */
  readonly hasVariance?: true;
  /** Level of the quantile of t that is the best constant y; where it is missing, the mean is taken for it. */
  quantile?(options: never): number;
  /**
   * Prediction of t by y, in t's own units; where it is missing, that is y itself. To be used wherever a prediction is
   * shown or measured against t, and nowhere in training.
   */
  prediction?(y: number, options: never): number;
  /** ∂prediction/∂y, wherever there is a `prediction`. */
  predictionSlope?(y: number, options: never): number;
}

/**
 * The loss of f(a), for one activation f, given a, y = f(a) and t: formulas as in Loss, whose parameters are named
 * after what they take.
 */
export interface FusedLoss {
  /** Term of the loss, from some of a, y and t, then options and columns. */
  term(...values: never[]): number;
  /** s ∂term/∂a */
  da(y: number, t: number, s: number, options: never, columns: number): number;
}
