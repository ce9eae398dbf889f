import type { DetectedFormat } from '../../data/numbers/detect.js';
import { numberReader } from '../../data/numbers/format.js';
import { maxCategories } from '../../data/table/column_builder.js';
import type { CellFacts } from '../../data/table/column_facts.js';
import { isFormatted, spelledNote, unreadNote } from '../../data/table/column_notes.js';
import { areMostlyDates, numberShare, present } from '../../data/table/column_type.js';
import { shortList } from '../../short_list.js';
import { maxMarks } from './date_profile.js';
import type { ColumnProfile } from './profile.js';

/** Settings that a config should have for a column, and the reasons. */
export interface Advice {
  readonly type: 'number' | 'category' | 'date';
  /** Reason to leave the column out of the inputs. */
  readonly ignore?: string;
  /** Whether the config has to declare the type, as it would not be inferred. */
  readonly declare?: boolean;
  /** The format of its numbers, where they are not as they stand. */
  readonly format?: DetectedFormat;
  /** Number of cells that stay no numbers in a column of numbers. */
  readonly odd?: number;
}

/** Share of values that occur once above which a text column is taken for a name, not a category. */
const nameFraction = 0.5;
/** Least number of rows at which a name can be told from a category. */
const minRows = 10;
/** Most different values of a column of numbers and texts that are categories, whatever the texts are: 9, 10, K. */
const maxFew = 20;
/** Most units that a reason names. */
const mostUnits = 5;

/** Fewest values of an input: with fewer, the training rows may happen to have none. */
const fewestValues = 8;

/** Reasons to leave a column out that are guesses, by its name. */
const guesses = { row: 'the number of the row', identifier: 'an identifier, it seems' };

/** True where a column is left out for its name, and may tell something all the same. */
export const isGuess = ({ ignore }: Advice): boolean =>
  Object.values<string | undefined>(guesses).includes(ignore);

/** Advises on the settings of a column, by what training takes it for, its statistics and its name. */
export function advise(column: ColumnProfile): Advice {
  const advice = adviseType(column);
  const { ignore, odd = column.dates?.odd ?? 0 } = advice;
  const values = present(column.facts) - odd;
  if (ignore !== undefined || values >= Math.min(fewestValues, column.rows / 2)) return advice;
  return { ...advice, ignore: `almost empty: fewer than ${fewestValues} values` };
}

function adviseType(column: ColumnProfile): Advice {
  const { facts, verdict, distinct } = column;
  const cells = present(facts);
  if (cells === 0) return { type: 'number', ignore: 'empty' };
  if (verdict === 'identifier') return { type: 'category', ignore: `an identifier: ${spelledNote(facts)}` };
  if (column.dates) {
    const isConstant = distinct === 1 && column.missing === 0 && column.dates.odd === 0;
    return { type: 'date', ...(isConstant && { ignore: 'the same in every row' }) };
  }
  if (verdict === 'number') return adviseNumber(column);
  if (isFormatted(facts)) return adviseNumber(column);
  if (verdict === 'mixed') return adviseMixed(column);
  const { format } = facts;
  if (format && format.numbers > cells / 2 && marksBeside(format, column) <= maxMarks)
    return { type: 'number', declare: true, format, odd: cells - format.numbers };
  if (verdict === 'texts')
    return {
      type: 'category',
      ignore: mixedDates(facts) ?? unreadNote(facts) ?? `more than ${maxCategories} different texts`,
    };
  if (distinct === 1 && column.missing === 0) return { type: 'category', ignore: 'the same in every row' };
  if (cells >= minRows && distinct > cells * nameFraction)
    return { type: 'category', ignore: manyTexts(facts) };
  return { type: 'category' };
}

/** The reason to leave out a column with another text in almost every row. */
function manyTexts(facts: CellFacts): string {
  const dates = mixedDates(facts);
  if (dates !== undefined) return dates;
  const { units, numbers } = facts;
  const isMeasured = units && units.cells + numbers >= numberShare * present(facts);
  if (!isMeasured) return unreadNote(facts) ?? 'another text in almost every row, as names have';
  const suffixes = units.suffixes.map((suffix) => JSON.stringify(suffix));
  return `numbers of several units, ${shortList(suffixes, mostUnits)}: write them in one`;
}

/** The reason to leave out dates with many other texts beside them; undefined for other texts. */
const mixedDates = (facts: CellFacts): string | undefined =>
  areMostlyDates(facts)
    ? `dates (${facts.dates!.format}) and other texts, more of these than marks of missing dates`
    : undefined;

/** Advises on a column of numbers, as they stand or in another format. */
function adviseNumber(column: ColumnProfile): Advice {
  const { facts } = column;
  const { format } = facts;
  const odd = present(facts) - (format?.numbers ?? facts.numbers);
  const ignore = uselessNumber(column, odd);
  return {
    type: 'number',
    ...(ignore !== undefined && { ignore }),
    ...(format && { format }),
    ...(odd > 0 && { odd }),
  };
}

/** The reason why a column of numbers, `odd` cells of which are none, tells nothing; undefined where it may. */
function uselessNumber(column: ColumnProfile, odd: number): string | undefined {
  const { facts, missing, distinct, isWhole, isHuge, countsFrom, rows, name } = column;
  if (distinct === 1 && missing === 0 && odd === 0) return 'the same in every row';
  if (isHuge) return 'numbers too large to be scaled, beyond 1e150';
  if (isWhole && rows >= minRows && numbersRows(name, countsFrom)) return guesses.row;
  if (isWhole && isIdentifierName(name) && distinct > present(facts) * nameFraction)
    return guesses.identifier;
  return undefined;
}

/** Advises on a column of numbers and texts: a few different texts stand for missing values, else for categories. */
function adviseMixed({ facts, odd, distinct }: ColumnProfile): Advice {
  const cells = present(facts);
  const count = facts.found.odd!.count;
  const isFew = distinct <= maxFew;
  if ((odd.length <= maxMarks && !isFew) || distinct > Math.min(cells * nameFraction, maxCategories))
    return { type: 'number', declare: true, odd: count };
  return { type: 'category', declare: true };
}

/** Number of different texts that are no numbers in a format. */
function marksBeside(format: DetectedFormat, { odd }: ColumnProfile): number {
  const read = numberReader(format);
  return odd.filter((text) => !Number.isFinite(read(text))).length;
}

/** Whether a column that counts on numbers the rows: years, doses and sorted ages count on, too, and tell something. */
const numbersRows = (name: string, from: number | undefined): boolean =>
  from !== undefined &&
  (isIdentifierName(name) || isNumbering.test(name) || (from <= 1 && hasNoMeaning.test(name)));

const isIdentifierName = (name: string): boolean =>
  /^(id|index|key|nr|no|row)$|[_. -]id$/i.test(name) || /[a-z](Id|ID)$/.test(name);

/** Names of columns that number the rows, wherever they begin. */
const isNumbering =
  /^(#|(row|line|record|obs|lfd)?[_. -]?(idx|index|id|nr|no|num|number)\.?|row|line|record|obs|case|unnamed\b.*)$/i;
/** Names that files without any, R and others give. */
const hasNoMeaning = /^([cv]\d+|V\d+|(column|field|var)[_. -]?\d*|i|X)$/;
