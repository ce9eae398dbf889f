import type { Random } from '../../random.js';
import type * as z from '../../zod.js';

/** Fills a weight matrix W of shape [fanOut, fanIn], row by row. */
export interface Initializer {
  readonly options: z.ZodObject;
  fill(w: Float64Array, fanOut: number, fanIn: number, rng: Random, options: object): void;
}
