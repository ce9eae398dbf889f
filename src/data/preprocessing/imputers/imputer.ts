import * as z from '../../../zod.js';

/** Treatment of a missing number: an error, the loss of its row, or a value in its place. */
export type MissingNumber =
  | { readonly action: 'error' | 'drop' }
  | { readonly action: 'fill'; readonly value: number };

/**
 * Treatment of a missing category: an error, the loss of its row, or a value in its place; or a category of its own
 * (`category`); or nothing, as with one that training has not seen (`unseen`).
 */
export type MissingCategory =
  | { readonly action: 'error' | 'drop' | 'category' | 'unseen' }
  | { readonly action: 'fill'; readonly value: string };

/** Schema of the treatment of a missing number in a model file. */
export const missingNumberSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['error', 'drop']) }),
  z.strictObject({ action: z.literal('fill'), value: z.number() }),
]);
/** Schema of the treatment of a missing category in a model file. */
export const missingCategorySchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['error', 'drop', 'category', 'unseen']) }),
  z.strictObject({ action: z.literal('fill'), value: z.string() }),
]);

/** Decides on a column's missing values by looking at those that are there. */
export interface Imputer {
  /** `values` are those present, at least one; `fill` is the config's value for `constant`; `name` is for messages. */
  number(values: Float64Array, fill: number | string, name: string): MissingNumber;
  /**
   * `counts[i]` is the number of rows with `categories[i]`; the categories are sorted. Absent where it is for numbers
   * only.
   */
  category?(categories: readonly string[], counts: Uint32Array, fill: number | string): MissingCategory;
}
