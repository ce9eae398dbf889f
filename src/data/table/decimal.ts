const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The value of a decimal number (sign, digits, fraction, exponent), correctly rounded; ±Infinity where it is too large
 * for a double, NaN where the text is anything else: `0x10`, `1_000`, `1,000`, `inf` and `nan` are not decimal numbers.
 */
export const decimal = (text: string): number => (decimalNumber.test(text) ? Number(text) : Number.NaN);

/** True where a number is written as JavaScript prints it, without an exponent. */
export const isCanonical = (text: string, value: number): boolean =>
  text.length <= longestCanonical && text === String(value) && !text.includes('e');

/** The length of a sign, 15 digits and a point: a longer text is printed so only by chance. */
const longestCanonical = 17;
