import type { PlainNumbers as Counts } from '../numbers/detect.js';
import type { Series } from './series.js';
import type { TextCodes } from './text_codes.js';

/** The numbers of a column as they stand, without affixes: whole ones, and those with a point. */
export interface PlainNumbers extends Counts {
  /**
   * True where all numbers with a point look like thousands, and all others are below 1000: 3.803 beside 868 may be
   * 3803.
   */
  readonly looksGrouped: boolean;
}

const groupedText = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$/;
const fewestGrouped = 3;

const looksGrouped = ({ whole, fractions, grouped, largest }: Counts): boolean =>
  whole > 0 && grouped >= fewestGrouped && grouped === fractions && largest < 1000;

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
  const counts = { whole: 0, fractions: 0, grouped: 0, largest: 0 };
  texts.forEach((text, code) => {
    if (!Number.isFinite(values[code])) return;
    if (!text.includes('.')) {
      counts.whole += cells[code];
      counts.largest = Math.max(counts.largest, Math.abs(values[code]));
      return;
    }
    counts.fractions += cells[code];
    if (groupedText.test(text)) counts.grouped += cells[code];
  });
  return { ...counts, looksGrouped: looksGrouped(counts) };
}

/**
 * Counts the numbers of a column that is kept as numbers, whose texts are gone: those with three decimals are grouped.
 * Without `countsAll` it stops at the first that shows that nothing looks grouped.
 */
export function plainValues(column: Series<Float64Array>, countsAll: boolean): PlainNumbers {
  const counts = { whole: 0, fractions: 0, grouped: 0, largest: 0 };
  for (const { values, length } of column.inGroups())
    for (let i = 0; i < length; i++) {
      const value = Math.abs(values[i]);
      if (!Number.isFinite(value)) continue;
      if (Number.isInteger(value)) {
        counts.whole++;
        if (value > counts.largest) counts.largest = value;
      } else {
        counts.fractions++;
        if (value >= 1 && value < 1000 && hasThreeDecimals(value)) counts.grouped++;
        else if (!countsAll) return noNumbers;
      }
    }
  return { ...counts, looksGrouped: looksGrouped(counts) };
}

/** True where a number below 1000 has three decimals and no more. */
const hasThreeDecimals = (value: number): boolean =>
  Math.round(value * 1000) / 1000 === value && Math.round(value * 100) / 100 !== value;
