import type { Levels } from './encoding.js';

/** The names of the levels of a category column, as columns of x have them: `Biscoe`, `(missing)`. */
export const levelNames = ({ categories, missing }: Levels): readonly string[] =>
  missing.action === 'category' ? [...categories, '(missing)'] : categories;

/** The level of a missing value; −1 where it is treated as one that training did not have. */
export function missingLevel({ categories, missing }: Levels): number {
  if (missing.action === 'fill') return categories.indexOf(missing.value);
  return missing.action === 'category' ? categories.length : -1;
}

/** Whether a column has one category alone, which tells nothing. */
export const isConstant = ({ categories, missing }: Levels): boolean =>
  categories.length === 1 && missing.action !== 'category';
