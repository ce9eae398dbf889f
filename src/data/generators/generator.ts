import type { Random } from '../../random.js';
import type * as z from '../../zod.js';

/** Numbers by the name of their column, in order; all columns have the same length. */
export type NumberColumns = Readonly<Record<string, Float64Array>>;

/** Makes data. The target is the last column. */
export interface Generator {
  /** A line of help. */
  readonly summary: string;
  /** Keys of the config beside the name, `rows` and `noise`. */
  readonly options: z.ZodObject;
  /** The name of the column to predict. */
  readonly target: string;
  generate(rows: number, noise: number, rng: Random, options: object): NumberColumns;
}
