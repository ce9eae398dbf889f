import { rangeOf } from '../../range.js';

/** A horizontal axis of characters: draws a value as a picture in a column of a table. */
export interface Axis {
  /** Ends of the axis in words: `0 … 0.84`, `0.001 … 1 (log)`. */
  readonly title: string;
  /** Draws a line of dots that ends in a larger one at the value; empty where the value is undefined. */
  draw(value: number | undefined): string;
}

/**
 * Ratio of the largest to the smallest value from which on the axis is logarithmic: small values could not be told
 * apart on a linear one.
 */
const wide = 30;

/**
 * Creates an axis for these values, `width` characters wide: linear from 0 (or the least, where that is negative) to
 * the largest; logarithmic, from one power of ten to another, where all are positive and differ much.
 */
export function axis(values: readonly number[], width: number): Axis {
  const finite = values.filter(Number.isFinite);
  const [least, largest] = rangeOf(finite);
  if (least > 0 && largest / least >= wide) {
    const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(largest))];
    return {
      title: `${power(low)} … ${power(high)} (log)`,
      draw: (value) => dot(value === undefined ? value : (Math.log10(value) - low) / (high - low), width),
    };
  }
  const low = Math.min(0, least);
  const high = Math.max(0, largest);
  return {
    title: `${short(low)} … ${short(high)}`,
    draw: (value) => dot(value === undefined || high === low ? value : (value - low) / (high - low), width),
  };
}

const power = (exponent: number) => String(Number(`1e${exponent}`));
const short = (value: number) => String(Number(value.toPrecision(3)));

function dot(share: number | undefined, width: number): string {
  if (share === undefined || !Number.isFinite(share)) return '';
  return `${'·'.repeat(Math.round(share * (width - 1)))}●`;
}
