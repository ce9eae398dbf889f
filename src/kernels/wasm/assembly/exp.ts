import { add, all, any, atLeast, atMost, equal, greater, less, mul, select, sub } from './vector';

// src/math/exp.ts and expm1.ts, two numbers at once: the same operations in the same order, and so the same bits. Only the
// scaling by 2^k, which is exact, is done in the bits of the exponent.

const LOG2E: f64 = 1.4426950408889634;
const LN2_HIGH: f64 = 0.6931471804855391;
const LN2_LOW: f64 = 7.440617110012397e-11;
const ROUND: f64 = 6755399441055744;

/** x / ln 2 rounded to an integer, plus ROUND: the integer is in the low bits. */
// @ts-ignore: decorator
@inline
function shiftedExponent(x: v128): v128 {
  return add(mul(x, all(LOG2E)), all(ROUND));
}

// @ts-ignore: decorator
@inline
function expTail(r: v128): v128 {
  const r2 = mul(r, r);
  const r4 = mul(r2, r2);
  const low = add(
    add(all(0.5), mul(all(0.16666666666666669), r)),
    mul(r2, add(all(0.041666666666666664), mul(all(0.008333333333330062), r))),
  );
  const middle = add(
    add(all(0.0013888888888886552), mul(all(0.00019841269863053618), r)),
    mul(r2, add(all(2.4801587317144498e-5), mul(all(2.7557268459997064e-6), r))),
  );
  const high = add(
    add(all(2.755728296954995e-7), mul(all(2.510038549551032e-8), r)),
    mul(r2, all(2.0911236630261545e-9)),
  );
  return mul(r2, add(low, mul(r4, add(middle, mul(r4, high)))));
}

/** e^(x + rest); rest as in src/math. */
// @ts-ignore: decorator
@inline
export function expSum(argument: v128, rest: v128): v128 {
  // beyond these e^x is 0 or Infinity
  const x = atMost(atLeast(argument, all(-747)), all(711));
  const shifted = shiftedExponent(x);
  const k = sub(shifted, all(ROUND));
  const high = sub(x, mul(k, all(LN2_HIGH)));
  const low = sub(mul(k, all(LN2_LOW)), rest);
  const sum = add(all(1), high);
  const value = add(sum, add(add(sub(all(1), sum), high), sub(expTail(sub(high, low)), low)));
  return scale(value, shifted, x);
}

/**
 * value · 2^k, whatever k: first exactly by 2^(k ± 100), far from both ends of float64, then by 2^∓100, which rounds a
 * subnormal result as src/math does. NaN stays.
 */
// @ts-ignore: decorator
@inline
function scale(value: v128, shifted: v128, x: v128): v128 {
  const down = less(x, all(0));
  const power = i64x2.add(
    i64x2.shl(shifted, 52),
    select(down, i64x2.splat((1023 + 100) << 52), i64x2.splat((1023 - 100) << 52)),
  );
  return mul(mul(value, power), select(down, all(7.888609052210118e-31), all(1.2676506002282294e30)));
}

/** e^x */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  return expSum(x, all(0));
}

/** e^x − 1 */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  const beyond = greater(x, all(56));
  const value = expm1Within(atLeast(x, all(-40)));
  const bounded = select(less(x, all(-40)), all(-1), value);
  const result = select(equal(x, all(0)), x, bounded);
  if (any(beyond)) return select(beyond, exp(x), result);
  return result;
}

/** e^x − 1 for x from −40 to 56, but for the sign of 0. */
// @ts-ignore: decorator
@inline
export function expm1Within(x: v128): v128 {
  const shifted = shiftedExponent(x);
  const k = sub(shifted, all(ROUND));
  const high = sub(x, mul(k, all(LN2_HIGH)));
  const low = mul(k, all(LN2_LOW));
  const exponent = i64x2.shl(shifted, 52);
  const one = all(1);
  const inverse = i64x2.sub(one, exponent);
  const base = sub(one, inverse);
  const sum = add(base, high);
  const lost = add(sub(sub(one, base), inverse), add(sub(base, sum), high));
  return mul(
    add(sum, add(lost, sub(expTail(sub(high, low)), low))),
    i64x2.add(one, exponent),
  );
}
