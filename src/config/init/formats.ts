import type { DetectedFormat } from '../../data/numbers/detect.js';
import type { Advice } from './columns.js';

/**
 * Reads columns that can be read in two ways, 1,234 as 1234 or as 1.234, as the columns of the file that can be read in
 * one way alone, if these agree.
 */
export function settleFormats(advice: ReadonlyMap<string, Advice>): ReadonlyMap<string, Advice> {
  const certain = [...advice.values()].flatMap(({ format }) => (format && !format.other ? [format] : []));
  const hasDecimalComma = certain.some(({ decimal }) => decimal === ',');
  const hasThousandsComma = certain.some(({ thousands }) => thousands.includes(','));
  if (hasDecimalComma === hasThousandsComma) return advice;
  return new Map(
    [...advice].map(([name, column]) => {
      const { format } = column;
      const isOther = format?.other && (format.decimal === ',') !== hasDecimalComma;
      return [name, isOther ? { ...column, format: swapped(format) } : column];
    }),
  );
}

/** The format of a column, read in the other way. */
function swapped(format: DetectedFormat): DetectedFormat {
  const { decimal, thousands, example, other } = format;
  const { value, ...separators } = other!;
  return {
    ...format,
    ...separators,
    example: { ...example, value },
    other: { decimal, thousands, value: example.value },
  };
}
