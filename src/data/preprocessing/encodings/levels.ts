import { indexTexts } from '../../table/labels.js';
import type { Rows } from '../../table/rows.js';
import type { CategoryColumn } from '../../table/table.js';
import type { Levels } from './encoding.js';

/** Name of the level of rare values. */
export const rareName = '(rare)';

/** The names of the levels of a category column, as columns of x have them: `Biscoe`, `(missing)`, `(rare)`. */
export const levelNames = ({ categories, missing, rare }: Levels): readonly string[] => [
  ...categories,
  ...(missing.action === 'category' ? ['(missing)'] : []),
  ...(rare ? [rareName] : []),
];

/** The level of rare values, and of those that training did not have; −1 where these are of none. */
export const rareLevel = (levels: Levels): number => (levels.rare ? levelNames(levels).length - 1 : -1);

/** The level of a missing value; −1 where it is treated as one that training did not have. */
export function missingLevel(levels: Levels): number {
  const { categories, missing } = levels;
  if (missing.action === 'category') return categories.length;
  const level = missing.action === 'fill' ? categories.indexOf(missing.value) : -1;
  return level < 0 && missing.action === 'fill' ? rareLevel(levels) : level;
}

/** The level of each text of a column by its code; −1 where training did not have it. */
export function levelsOfCodes(levels: Levels, { categories: texts }: CategoryColumn): Int32Array {
  const { categories, rare = [] } = levels;
  const ofRare = rareLevel(levels);
  return indexTexts(texts, [...categories, ...rare], 'categories').map((index) =>
    index < categories.length ? index : ofRare,
  );
}

/** The level of each of some rows; −1 where training did not have its value. */
export function levelsOfRows(levels: Levels, column: CategoryColumn, rows: Rows): Int32Array {
  const ofCodes = levelsOfCodes(levels, column);
  const ofMissing = missingLevel(levels);
  const ofRare = rareLevel(levels);
  return column.codes.gather(rows, new Int32Array(rows.length)).map((code) => {
    const level = code < 0 ? ofMissing : ofCodes[code];
    return level < 0 ? ofRare : level;
  });
}

/** Whether a column has one level alone, which tells nothing. */
export const isConstant = (levels: Levels): boolean => levelNames(levels).length === 1;
