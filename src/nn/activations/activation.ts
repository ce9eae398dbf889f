import type * as z from '../../zod.js';
import type { InitializerName } from '../initializers/index.js';

/** Description that every activation has. */
interface Description {
  /** Schema of the options beside the name. Defaults live here alone. */
  readonly options: z.ZodObject;
  /** Range of y, ends included: a loss may ask for it. */
  readonly range: readonly [low: number, high: number];
  /** Points at which f′ jumps: a numeric gradient proves nothing there. */
  readonly kinks: readonly number[];
  /** Initializer of the weights before the activation, where the config says `auto`. */
  readonly initializer: InitializerName;
}

/**
 * An activation y = f(x), element by element, as a pair of formulas of numbers: the build makes the loops of every
 * backend of them (src/build/formulas says what a formula may be made of).
 *
 * Letters: x input, y output, d + name the gradient of the loss with respect to it.
 */
export interface ElementwiseActivation extends Description {
  readonly rowwise?: undefined;
  /** y = f(x). NaN stays NaN. */
  y(x: number, options: never): number;
  /**
   * dx = f′(x) dy, from x or from y: the name of the first parameter says which. One that reads y lets forward put y
   * over x; one that reads x needs both.
   */
  dx(xOrY: number, dy: number, options: never): number;
}

/**
 * An activation that takes a row as a whole, and gives a distribution (softmax): it belongs in a head. Its formulas
 * have sums and maxima over the row (row_functions.ts).
 */
export interface RowwiseActivation extends Omit<ElementwiseActivation, 'rowwise'> {
  readonly rowwise: true;
}

export type Activation = ElementwiseActivation | RowwiseActivation;
