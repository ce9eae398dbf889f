import { productError } from './product.js';
import { sinOfParts } from './sin.js';
import { tanOfParts } from './tan.js';

// Degrees reduce exactly: x mod 360 is exact, and so is what is left beside the nearest multiple of 90 (Sterbenz). Only
// this rest, at most 45, becomes radians, in two float64. So sind(30) is 1/2, cosd(90) is 0, and tand(45) is 1. Zeros
// are signed as IEEE 754 has those of sinPi and cosPi.

/** Constant π/180 = RADIAN + RADIAN_LOW. */
const RADIAN = 0.017453292519943295;
const RADIAN_LOW = 2.9486522708701687e-19;

/** Smallest product whose parts do not underflow; below it the product alone is good to 0.65 ulp. */
const SMALLEST = 1e-270;

const angle = new Float64Array(2);

/** Returns the n mod 4 for which x = n · 90 + rest, x finite; sets `angle` to the rest in radians, in two parts. */
function reduceDegrees(x: number): number {
  const turn = x % 360;
  const n = Math.round(turn / 90);
  const rest = turn - n * 90;
  const high = rest * RADIAN;
  angle[0] = high;
  angle[1] = Math.abs(high) < SMALLEST ? 0 : productError(rest, RADIAN, high) + rest * RADIAN_LOW;
  return n & 3;
}

/** The sine of x degrees, for every |x|. Measured error: below 0.8 ulp. */
export function sind(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const quadrant = reduceDegrees(x);
  const value = sinOfParts(quadrant, angle[0], angle[1]);
  return value === 0 ? 0 * x : value;
}

/** The cosine of x degrees, for every |x|. Measured error: below 0.8 ulp. */
export function cosd(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const quadrant = reduceDegrees(x) + 1;
  const value = sinOfParts(quadrant, angle[0], angle[1]);
  return value === 0 ? 0 : value;
}

/** The tangent of x degrees, for every |x|: +∞ at 90, −∞ at 270. Measured error: below 1 ulp. */
export function tand(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const quadrant = reduceDegrees(x);
  if (angle[0] !== 0 || (quadrant & 1) === 0) {
    const value = tanOfParts(quadrant, angle[0], angle[1]);
    return value === 0 ? 0 * x : value;
  }
  return quadrant === 1 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
