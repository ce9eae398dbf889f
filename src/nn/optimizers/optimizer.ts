import type * as z from '../../zod.js';

/** The most numbers that a rule has for all parameters. */
export const COEFFICIENTS = 3;

/** Numbers that an optimizer keeps of a parameter, by name; and the coefficients of a step. */
export type State = Readonly<Record<string, number>>;
export type Coefficients = readonly number[];

/** Bias corrections of the averages in a step, by name. */
export type Corrections = Readonly<Record<string, number>>;

/**
 * An update rule for one flat vector of n parameters. All tensors lie in that vector, so the rule counts its steps
 * once: updating one vector of six is the same as updating two of three.
 */
export interface Optimizer {
  /**
   * Schema of the options beside the name and `schedule`; always has `learning_rate`. Names and defaults are PyTorch's,
   * spelt out. With a `weight_decay` comes `decay_on`.
   */
  readonly options: z.ZodObject;
  /** The names of the vectors of n that it keeps between steps (moments, averages); all start at 0. */
  state(options: object): readonly string[];
  /**
   * Bias corrections in step t = 1, 2, 3 … of averages that start from 0, by name: a formula, whose loop gives those of
   * many steps. Left out where there is nothing to correct.
   */
  corrections?(t: number, options: object): Corrections;
  /**
   * Fills in what is the same for all parameters in step t = 1, 2, 3 … (rates, bias corrections), up to COEFFICIENTS
   * numbers. Called once for each step, in their order; the first gives the vectors the values they start from, where
   * that is not 0. The weight decay has no part in them: it may be that of some parameters alone. `corrections` are
   * those of step t, computed here where they are left out.
   */
  coefficients(
    t: number,
    learningRate: number,
    state: Readonly<Record<string, Float64Array>>,
    options: object,
    coefficients: Float64Array,
    corrections?: Corrections,
  ): void;
  /**
   * The new values of a parameter w and of what is kept of it, given its gradient g and the coefficients of the step: a
   * formula, of which the build makes the loops of every backend (src/build/formulas). What the new w does not depend
   * on need not be there.
   */
  step(w: number, g: number, state: State, coefficients: Coefficients, options: object): State;
}

/**
 * The mean loss over all data and its gradient, as a function of the parameters: what a line search asks again and
 * again.
 */
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
  /** Number of vectors of n that the method keeps between steps; all start at 0. */
  slots(options: object): number;
  /** Number of scalars that the method keeps between steps; all start at 0. */
  scalars(options: object): number;
  /**
   * Does one iteration: moves w, and leaves in g the gradient there. Returns the loss there, and whether it has
   * converged.
   */
  iterate(
    objective: FullBatchLoss,
    slots: readonly Float64Array[],
    scalars: Float64Array,
    n: number,
    learningRate: number,
    options: object,
  ): { loss: number; converged: boolean };
}

/** The names of the vectors that an optimizer keeps of the parameters. */
export const stateNames = (optimizer: Optimizer | FullBatchOptimizer, options: object): readonly string[] =>
  'state' in optimizer
    ? optimizer.state(options)
    : Array.from({ length: optimizer.slots(options) }, (_, i) => String(i));

/** The names of an optimizer's bias corrections. */
export const correctionNames = (
  optimizer: Optimizer | FullBatchOptimizer,
  options: object,
): readonly string[] =>
  'corrections' in optimizer && optimizer.corrections ? Object.keys(optimizer.corrections(1, options)) : [];

/** Memory for what an optimizer keeps of the parameters, by name. */
export const allocateState = (
  optimizer: Optimizer | FullBatchOptimizer,
  options: object,
  allocate: () => Float64Array,
): Record<string, Float64Array> =>
  Object.fromEntries(stateNames(optimizer, options).map((name) => [name, allocate()]));
