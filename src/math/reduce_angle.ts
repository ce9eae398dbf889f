import { HALF_PI, HALF_PI_LOW, ROUND } from './constants.js';
import { inversePowerOfTwo } from './powers.js';
import { productError } from './product.js';

/** Remainder of reduceAngle, in two parts: |remainder[0]| ≤ π/4 (and a little), remainder[1] below half its ulp. */
export const remainder = new Float64Array(2);

/**
 * Returns the n mod 4 (0…3) for which x = n · π/2 + remainder, for a finite x; sets `remainder`. Right for every
 * float64: the remainder of a float64 is never below 2^-62, and is found to 2^-100 or better.
 */
export function reduceAngle(x: number): number {
  return Math.abs(x) < 1048576 * HALF_PI ? reduceMedium(x) : reduceLarge(x);
}

/**
 * Reduces an angle after Cody and Waite (1980): π/2 in parts of 33 bits, whose products with n ≤ 2^20 are exact. The
 * first difference is exact, the others are taken with their rounding errors (Knuth's sum).
 */
function reduceMedium(x: number): number {
  const n = x * 0.6366197723675814 + ROUND - ROUND;
  const first = x - n * 1.5707963267341256;
  const second = n * 6.077100506303966e-11;
  const difference = first - second;
  const taken = first - difference;
  const lost = first - (difference + taken) + (taken - second);
  const third = lost - n * 2.0222662487111665e-21;
  const high = difference + third;
  const added = high - difference;
  remainder[0] = high;
  remainder[1] = difference - (high - added) + (third - added) - n * 8.4784276603689e-32;
  return n & 3;
}

// 2/π in 58 digits of 24 bits: enough for the exponents of every float64
// biome-ignore format: a table
const twoOverPi = [
  0xa2f983, 0x6e4e44, 0x1529fc, 0x2757d1, 0xf534dd, 0xc0db62, 0x95993c, 0x439041, 0xfe5163, 0xabdebb,
  0xc561b7, 0x246e3a, 0x424dd2, 0xe00649, 0x2eea09, 0xd1921c, 0xfe1deb, 0x1cb129, 0xa73ee8, 0x8235f5,
  0x2ebb44, 0x84e99c, 0x7026b4, 0x5f7e41, 0x3991d6, 0x398353, 0x39f49c, 0x845f8b, 0xbdf928, 0x3b1ff8,
  0x97ffde, 0x05980f, 0xef2f11, 0x8b5a0a, 0x6d1f6d, 0x367ecf, 0x27cb09, 0xb74f46, 0x3f669e, 0x5fea2d,
  0x7527ba, 0xc7ebe5, 0xf17b3d, 0x0739f7, 0x8a5292, 0xea6bfb, 0x5fb11f, 0x8d5d08, 0x560330, 0x46fc7b,
  0x6babf0, 0xcfbc20, 0x9af436, 0x1da9e3, 0x91615e, 0xe61b08, 0x659985, 0x5f14a0,
];
const DIGIT = 0x1000000;
const FRACTION_DIGITS = 8;
const argumentDigits = new Float64Array(4);
const productDigits = new Float64Array(FRACTION_DIGITS + 1);

/**
 * Reduces an angle after Payne and Hanek (1983): x · 2/π modulo 4 by long multiplication in digits of 24 bits, of which
 * only those are formed that reach the last two integer bits and 8 digits of fraction (192 bits; the digits left out
 * add less than 2^-160).
 */
function reduceLarge(x: number): number {
  let rest = Math.abs(x);
  // |x| = Σ argumentDigits[i] · 2^(24 (top − i)): the four digits from the leading one hold all 53 bits
  let top = 0;
  while (rest >= DIGIT) {
    rest /= DIGIT;
    top++;
  }
  for (let index = 0; index < 4; index++) {
    argumentDigits[index] = Math.floor(rest);
    rest = (rest - argumentDigits[index]) * DIGIT;
  }
  // twoOverPi[j] weighs 2^(−24 (j + 1)): digit i of x and digit j meet in the weight 2^(24 (top − i − j − 1))
  let carry = 0;
  for (let position = FRACTION_DIGITS; position >= 0; position--) {
    let sum = carry;
    for (let index = 0; index < 4; index++) {
      const digit = top - index - 1 + position;
      if (digit >= 0) sum += argumentDigits[index] * twoOverPi[digit];
    }
    carry = Math.floor(sum / DIGIT);
    productDigits[position] = sum - carry * DIGIT;
  }
  let n = productDigits[0] & 3;
  const negate = productDigits[1] >= DIGIT / 2;
  if (negate) n++;
  // the fraction, or 1 − it, as high + low: each further digit is added with its rounding error
  let high = 0;
  let low = 0;
  for (let position = 1; position <= FRACTION_DIGITS; position++) {
    const digit = negate
      ? DIGIT - 1 - productDigits[position] + (position === FRACTION_DIGITS ? 1 : 0)
      : productDigits[position];
    const term = digit * inversePowerOfTwo(24 * position);
    const sum = high + term;
    low += high - sum + term;
    high = sum;
  }
  // (high + low) · π/2, the product of the leading parts with its error
  const product = high * HALF_PI;
  const tail = productError(high, HALF_PI, product) + (high * HALF_PI_LOW + low * HALF_PI);
  const negative = negate !== x < 0;
  const sum = product + tail;
  const sumLow = product - sum + tail;
  remainder[0] = negative ? -sum : sum;
  remainder[1] = negative ? -sumLow : sumLow;
  return x < 0 ? -n & 3 : n & 3;
}
