/** Characters that stand for a minus before a number, beside the hyphen: U+2212 and an en dash. */
export const minuses = '\u2212\u2013';

const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The value of a decimal number (sign, digits, fraction, exponent), correctly rounded; ±Infinity where it is too large
 * for a double, NaN where the text is anything else: `0x10`, `1_000`, `1,000`, `inf` and `nan` are not decimal numbers.
 * A minus may be U+2212 or an en dash.
 */
export function decimal(text: string): number {
  if (decimalNumber.test(text)) return Number(text);
  return text !== '' && minuses.includes(text[0]) ? decimal(`-${text.slice(1)}`) : Number.NaN;
}

/**
 * True where a finite number is written as JavaScript prints it, without an exponent; 30000000000000050, which stands
 * for the double 30000000000000048, is not.
 */
export const isCanonical = (text: string, value: number): boolean =>
  text.length <= longestCanonical &&
  text === String(value) &&
  Number.isFinite(value) &&
  !text.includes('e') &&
  !isUnheld(text, value);

/** The length of a sign, 15 digits and a point: a longer text is printed so only by chance. */
const longestCanonical = 17;

/** The text of a finite number with so many decimals, which has the sign of −0, too. */
export const fixedText = (value: number, decimals: number): string =>
  `${value < 0 || Object.is(value, -0) ? '-' : ''}${Math.abs(value).toFixed(decimals)}`;

/** The number of decimals with which a finite number is printed as it is written; 0 where it is written otherwise. */
export function fixedDecimals(text: string, value: number): number {
  const point = text.indexOf('.');
  if (point < 0 || text.length > longestCanonical) return 0;
  const decimals = text.length - point - 1;
  return text === fixedText(value, decimals) ? decimals : 0;
}

/** True where a text is a whole number in digits alone, with or without a sign. */
export const isWhole = (text: string): boolean => /^[+-]?\d+$/.test(text);

/** True where a whole number is written with zeros before it, as codes are: `007`, but not `0`, nor `0.5`. */
export const hasLeadingZero = (text: string): boolean => /^[+-]?0\d+$/.test(text);

/** Digits that surely make a whole number that a double holds. */
const heldDigits = 15;

/** True where a text is a whole number, and `value`, its double, is another: 9007199254740993. */
export function isUnheld(text: string, value: number): boolean {
  if (text.length <= heldDigits || !Number.isFinite(value) || !isWhole(text)) return false;
  return BigInt(text.replace('+', '')) !== BigInt(value);
}

/** Infinity, by its sign, where a text says so (`inf`, `-Infinity`) or is too large for a double; else NaN. */
export function infinite(text: string, value: number): number {
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return value;
  if (!/^[+-]?inf(inity)?$/i.test(text)) return Number.NaN;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
