import type { Random } from '../../random.js';
import type * as z from '../../zod.js';
import type { Table } from '../table/table.js';

/** Makes data. The target is the last column. */
export interface Generator {
  /** A line of help. */
  readonly summary: string;
  /** What a config may say beside the name, `rows` and `noise`. */
  readonly options: z.ZodObject;
  /** The name of the column to predict. */
  readonly target: string;
  generate(rows: number, noise: number, rng: Random, options: object): Table;
}
