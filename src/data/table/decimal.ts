const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The value of a decimal number (sign, digits, fraction, exponent), correctly rounded; ±Infinity where it is too large for a
 * double, NaN where the text is anything else: `0x10`, `1_000`, `1,000`, `inf` and `nan` are not decimal numbers.
 */
export const decimal = (text: string): number => (decimalNumber.test(text) ? Number(text) : Number.NaN);

/** Whether every text is a finite decimal number. */
const allDecimal = (texts: readonly string[]): boolean =>
  texts.every((text) => Number.isFinite(decimal(text)));

/** Labels in order: by value where all are numbers (2 before 10), else by code unit, the same in every locale. */
export function sortLabels(labels: Iterable<string>): string[] {
  const sorted = [...labels].sort();
  return allDecimal(sorted) ? sorted.sort((a, b) => decimal(a) - decimal(b)) : sorted;
}
