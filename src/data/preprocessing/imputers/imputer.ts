/** What becomes of a missing number: an error, the loss of its row, or a value in its place. */
export type MissingNumber =
  | { readonly action: 'error' | 'drop' }
  | { readonly action: 'fill'; readonly value: number };

/**
 * What becomes of a missing category: the same; or a category of its own (`category`); or nothing, as with one that
 * training has not seen (`unseen`).
 */
export type MissingCategory =
  | { readonly action: 'error' | 'drop' | 'category' | 'unseen' }
  | { readonly action: 'fill'; readonly value: string };

/** Decides on a column's missing values by looking at those that are there. */
export interface Imputer {
  /** `values` are those present, at least one; `fill` is the config's value for `constant`; `name` is for messages. */
  number(values: Float64Array, fill: number | string, name: string): MissingNumber;
  /** `counts[i]` is the number of rows with `categories[i]`; the categories are sorted. Absent: speaks of numbers only. */
  category?(categories: readonly string[], counts: Uint32Array, fill: number | string): MissingCategory;
}
