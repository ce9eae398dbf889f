import type { Random } from '../../random.js';
import type * as z from '../../zod.js';

/** Initial values of the weights W of a dense layer, or of its biases. */
export interface Initializer {
  readonly options: z.ZodObject;
  /** Fills all of `w`: the matrix W [fanOut, fanIn], row by row, or the biases of units that have such weights. */
  fill(w: Float64Array, fanOut: number, fanIn: number, rng: Random, options: object): void;
}
