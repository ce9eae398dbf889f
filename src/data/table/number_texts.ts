import { fixedDecimals, fixedText, isCanonical } from '../numbers/decimal.js';
import type { Series } from './series.js';

/**
 * Tells the texts of a column's numbers from their values, by the way in which all of them are written: as JavaScript
 * prints them; or with as many decimals, as in 0.50 and 12.25.
 */
export class NumberTexts {
  /** Decimals of each number; 0 where they are as JavaScript prints them. */
  decimals = 0;

  /** Whether a finite number is written like those that the column has so far, which may settle how that is. */
  takes(text: string, value: number, numbers: Series<Float64Array>): boolean {
    if (!Number.isFinite(value)) return false;
    if (this.decimals > 0) return text === fixedText(value, this.decimals);
    if (isCanonical(text, value)) return true;
    const decimals = fixedDecimals(text, value);
    if (decimals === 0 || !haveDecimals(numbers, decimals)) return false;
    this.decimals = decimals;
    return true;
  }

  /** The text of a number that is no missing one. */
  of(value: number): string {
    return this.decimals > 0 ? fixedText(value, this.decimals) : String(value);
  }

  /** A key of a number's text: 0.00 and −0.00 are two. */
  key(value: number): number | string {
    return Object.is(value, -0) ? '-0' : value;
  }
}

/** Whether all numbers that JavaScript prints are so with as many decimals. */
function haveDecimals(numbers: Series<Float64Array>, decimals: number): boolean {
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers.at(row);
    if (!Number.isNaN(value) && String(value) !== fixedText(value, decimals)) return false;
  }
  return true;
}
