import type * as z from '../../zod.js';

/** The most numbers that a rule has for all parameters. */
export const COEFFICIENTS = 3;

/**
 * An update rule for one flat vector of n parameters. All tensors lie in that vector, so the rule counts its steps
 * once: updating one vector of six is the same as updating two of three.
 */
export interface Optimizer {
  /** What a config may say beside its name and `schedule`; always has `learning_rate`. Names and defaults are PyTorch's, spelt out. */
  readonly options: z.ZodObject;
  /** How many vectors of n it keeps between steps (moments, averages); all start at 0. */
  slots(options: object): number;
  /**
   * Fills in what is the same for all parameters in step t = 1, 2, 3 … (rates, bias corrections), up to COEFFICIENTS numbers.
   * Called once for each step, in their order; the first gives the slots the values they start from, where that is not 0.
   */
  coefficients(
    t: number,
    learningRate: number,
    slots: readonly Float64Array[],
    options: object,
    coefficients: Float64Array,
  ): void;
  /** w ← w + update, given the gradient g and the coefficients of the step. g may be overwritten. */
  step(
    w: Float64Array,
    g: Float64Array,
    slots: readonly Float64Array[],
    n: number,
    coefficients: Float64Array,
    options: object,
  ): void;
}

/** The mean loss over all data and its gradient, as a function of the parameters: what a line search asks again and again. */
export interface FullBatchLoss {
  readonly w: Float64Array;
  /** Holds the gradient at w after `evaluate`. */
  readonly g: Float64Array;
  /** The loss at w; fills g. */
  evaluate(): number;
}

/** A method that needs the objective itself, on all data at once, not just one gradient. */
export interface FullBatchOptimizer {
  readonly options: z.ZodObject;
  slots(options: object): number;
  /** How many single numbers it keeps between steps; all start at 0. */
  scalars(options: object): number;
  /** One iteration: moves w, and leaves in g the gradient there. Returns the loss there, and whether it has converged. */
  iterate(
    objective: FullBatchLoss,
    slots: readonly Float64Array[],
    scalars: Float64Array,
    n: number,
    learningRate: number,
    options: object,
  ): { loss: number; converged: boolean };
}
