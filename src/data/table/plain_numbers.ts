import { type PlainNumbers as Counts, isOutside } from '../numbers/choose_format.js';
import type { Series } from './series.js';
import type { TextCodes } from './text_codes.js';

/** The numbers of a column as they stand, without affixes: whole ones, and those with a point. */
export interface PlainNumbers extends Counts {
  /**
   * True where all numbers with a point look like thousands, and all others are below 1000: 3.803 beside 868 may be
   * 3803.
   */
  readonly looksGrouped: boolean;
  /** The first number with a point where all of these may be thousands, if the other columns say so: 3.803. */
  readonly groupable?: number;
}

const groupedText = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$/;
const fewestGrouped = 3;
/** Share of numbers that end in no zero, a little below nine of ten: of others 1.230 cannot be told from 1.23. */
const fewestExact = 0.8;

const areGrouped = ({ fractions, grouped, largest }: Counts): boolean =>
  grouped >= fewestGrouped && grouped === fractions && largest < 1000;

/** Counts of a column without numbers. */
export const noNumbers: PlainNumbers = {
  whole: 0,
  fractions: 0,
  grouped: 0,
  largest: 0,
  looksGrouped: false,
};

/** Counts the numbers of a column that is kept as texts, of each of which there are so many cells. */
export function plainTexts({ texts, values }: TextCodes, cells: Float64Array): PlainNumbers {
  const counts = { whole: 0, fractions: 0, grouped: 0, largest: 0, outside: 0 };
  let first: number | undefined;
  texts.forEach((text, code) => {
    if (!Number.isFinite(values[code])) return;
    if (isOutside(values[code])) counts.outside += cells[code];
    if (!text.includes('.')) {
      counts.whole += cells[code];
      counts.largest = Math.max(counts.largest, Math.abs(values[code]));
      return;
    }
    first ??= values[code];
    counts.fractions += cells[code];
    if (groupedText.test(text)) counts.grouped += cells[code];
  });
  const isGroupable = areGrouped(counts);
  return {
    ...counts,
    looksGrouped: isGroupable && counts.whole > 0,
    ...(isGroupable && { groupable: first }),
  };
}

/**
 * Counts the numbers of a column that is kept as numbers, whose texts are gone: those with three decimals are grouped.
 * Without `countsAll` it stops at the first that is surely no thousand.
 */
export function plainValues(column: Series<Float64Array>, countsAll: boolean): PlainNumbers {
  const counts = { whole: 0, fractions: 0, grouped: 0, largest: 0, outside: 0 };
  let [thousandths, first] = [0, Number.NaN];
  for (const { values, length } of column.inGroups())
    for (let i = 0; i < length; i++) {
      const value = Math.abs(values[i]);
      if (!Number.isFinite(value)) continue;
      if (isOutside(values[i])) counts.outside++;
      if (Number.isInteger(value)) {
        counts.whole++;
        if (value > counts.largest) counts.largest = value;
      } else {
        counts.fractions++;
        const isThousandth = isBetween(value) && haveDecimals(value, 1000);
        if (!isThousandth && !countsAll) return noNumbers;
        if (Number.isNaN(first)) first = values[i];
        if (isThousandth) thousandths++;
        if (isThousandth && !haveDecimals(value, 100)) counts.grouped++;
      }
    }
  const looksGrouped = counts.whole > 0 && areGrouped(counts);
  const isGroupable =
    areGrouped({ ...counts, grouped: thousandths }) && counts.grouped >= fewestExact * thousandths;
  return { ...counts, looksGrouped, ...(isGroupable && { groupable: first }) };
}

/** Finds whether numbers that are all written with three decimals may be thousands: none is below 1, none has four digits. */
export function plainThousandths(column: Series<Float64Array>): PlainNumbers {
  let [fractions, first] = [0, Number.NaN];
  for (const { values, length } of column.inGroups())
    for (let i = 0; i < length; i++) {
      if (Number.isNaN(values[i])) continue;
      if (!isBetween(Math.abs(values[i]))) return noNumbers;
      if (fractions++ === 0) first = values[i];
    }
  return fractions < fewestGrouped ? noNumbers : { ...noNumbers, groupable: first };
}

/** True where a number is at least 1 and has at most three digits before the point. */
const isBetween = (value: number): boolean => value >= 1 && value < 1000;

/** True where a number below 1000 is one of tenths, hundredths, … */
const haveDecimals = (value: number, parts: number): boolean => Math.round(value * parts) / parts === value;
