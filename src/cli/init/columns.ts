import { maxCategories } from '../../data/table/column_builder.js';
import type { ColumnProfile } from './profile.js';

/** Settings that a config should have for a column, and the reasons. */
export interface Advice {
  readonly type: 'number' | 'category';
  /** Reason to leave the column out of the inputs. */
  readonly ignore?: string;
  /** Texts among the numbers that seem to stand for missing values. */
  readonly missingTexts?: readonly string[];
  /** Whether the config has to declare the column as categories, as most of its values look like numbers. */
  readonly declare?: boolean;
}

/** Most different texts among numbers that are taken for marks of missing values. */
const maxMissingTexts = 2;
/** Share of values that occur once above which a text column is taken for a name, not a category. */
const nameFraction = 0.5;
/** Least number of rows at which a name can be told from a category. */
const minRows = 10;

/** Advises on the settings of a column, by its statistics and its name. */
export function advise(column: ColumnProfile): Advice {
  const { name, rows, missing, numbers, distinct, texts } = column;
  const present = rows - missing;
  const others = present - numbers;
  if (present === 0) return { type: 'number', ignore: 'empty' };
  const hasMarks = others > 0 && numbers > others && texts.length <= maxMissingTexts;
  const values = hasMarks ? distinct - texts.length : distinct;
  if (values === 1 && missing === 0 && !hasMarks) return { type: 'number', ignore: 'the same in every row' };
  if (others === 0 || hasMarks) {
    const type = 'number' as const;
    if (column.counts && rows >= minRows) return { type, ignore: 'the number of the row' };
    if (column.isWhole && isIdentifierName(name) && values > present * nameFraction)
      return { type, ignore: 'an identifier, it seems' };
    return hasMarks ? { type, missingTexts: texts } : { type };
  }
  const type = 'category' as const;
  if (distinct > maxCategories) return { type, ignore: `more than ${maxCategories} different texts` };
  if (present >= minRows && distinct > present * nameFraction)
    return { type, ignore: 'another text in almost every row, as names have' };
  return numbers > others ? { type, declare: true } : { type };
}

const isIdentifierName = (name: string): boolean =>
  /^(id|index|key|nr|no|row)$|[_. -]id$|Id$|ID$/i.test(name);
