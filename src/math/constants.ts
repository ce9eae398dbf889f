// Constants in two or three parts. A part with few bits (…_HIGH) has exact products with the integers it meets;
// the rest (…_LOW) is the nearest float64 to what the part leaves out.

/** Constant ln 2 to 33 bits, so that k · LN2_HIGH is exact for |k| < 2^20, and the rest. */
export const LN2_HIGH = 0.6931471804855391;
export const LN2_LOW = 7.440617110012397e-11;

/** Constant π/2 = HALF_PI + HALF_PI_LOW to 106 bits. */
export const HALF_PI = 1.5707963267948966;
export const HALF_PI_LOW = 6.123233995736766e-17;

/** Constant π = PI + PI_LOW to 106 bits. */
export const PI = Math.PI;
export const PI_LOW = 1.2246467991473532e-16;

/** Constant 1.5 · 2^52: v + ROUND − ROUND is v rounded to the nearest integer, ties to even, for |v| < 2^51. */
export const ROUND = 6755399441055744;

/** The smallest normal number, 2^-1022. */
export const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** Constant 2^54, which makes every subnormal number normal. */
export const NORMALIZER = 18014398509481984;

/** Constant 2^-27: below it x³ is lost beside x. */
export const TINY = 7.450580596923828e-9;
